/** Packs the extension for one platform, `node scripts/package.mjs [linux-x64|darwin-arm64|win32-x64|…]`: its own native binaries and no other's. */
import fs from 'node:fs';
import path from 'node:path';
import { build, ensurePackages, root, run } from './install.mjs';

const target = process.argv[2] ?? `${process.platform}-${process.arch}`;
const [platform, arch] = target.split('-');
const binaries = path.join(root, 'node_modules/onnxruntime-node/bin/napi-v6');

try {
  await ensurePackages();
  if (!fs.existsSync(path.join(binaries, platform, arch ?? '')))
    throw new Error(`${target}: onnxruntime-node has no binaries for it; expected one of ${targets().join(', ')}.`);
  if (!fs.existsSync(path.join(root, 'node_modules/@img', `sharp-${target}`)))
    throw new Error(
      `${target}: sharp's binary is not installed here; pack on that platform, or run npm install --os=${platform} --cpu=${arch}.`,
    );
  await build();
  const ignore = path.join(root, '.cache', `vscodeignore-${target}`);
  fs.mkdirSync(path.dirname(ignore), { recursive: true });
  // A `!` line always wins, so the engine's folder is narrowed where it is let in.
  const engine = '!node_modules/onnxruntime-node/';
  const lines = fs
    .readFileSync(path.join(root, '.vscodeignore'), 'utf8')
    .replace(`${engine}**`, [`${engine}package.json`, `${engine}dist/**`, `${engine}bin/napi-v6/${platform}/${arch}/**`].join('\n'));
  fs.writeFileSync(ignore, lines);
  // Unless told not to, vsce turns the README's pictures into addresses of a repository.
  const vsce = ['node_modules/@vscode/vsce/vsce', 'package', '--no-rewrite-relative-links', '--target', target, '--ignoreFile', ignore];
  await run(process.execPath, vsce);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function targets() {
  return fs.readdirSync(binaries).flatMap((p) => fs.readdirSync(path.join(binaries, p)).map((a) => `${p}-${a}`));
}
