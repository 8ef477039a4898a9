/**
 * npm run package [-- --target linux-x64|linux-arm64|win32-x64|win32-arm64|darwin-arm64|all]: the extension as a .vsix for a platform (this
 * machine's by default) with its own native binaries and no other's. The packages are installed into a folder by themselves, in the versions
 * and with the checksums of package-lock.json, whatever platform this machine is; nothing of them runs. --out names the file, --built leaves
 * out the build.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, ensurePackages, root, run } from './install.mjs';
import { licenceList, readPackage } from './licences.mjs';
import { keepBinaries, platform, TARGETS } from './platforms.mjs';

const PLUGIN = 'node_modules/deepminer-typescript-plugin';
const COPIED = ['dist', 'media', 'types', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', PLUGIN];

/** What native packages bring with them when they are loaded; the platform's own are added. */
const NATIVE = ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@img/colour', 'detect-libc', 'semver'];

const DIRECTML = [
  'DirectML.dll, dxcompiler.dll and dxil.dll (in node_modules/onnxruntime-node/bin) come with onnxruntime-node for Windows.',
  'DirectML and DXIL: Copyright (c) Microsoft Corporation, redistributed under the terms of the DirectML and the Windows SDK licence.',
  'DirectX shader compiler: University of Illinois/NCSA open source licence, https://github.com/microsoft/DirectXShaderCompiler.',
].join('\n');

/** Packs the built extension for one platform; resolves with the path of the package. */
async function pack({ target, os, cpu }, out) {
  const stage = path.join(root, '.cache', 'package', target);
  const modules = path.join(stage, 'node_modules');
  fs.rmSync(stage, { recursive: true, force: true });
  fs.mkdirSync(stage, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) fs.copyFileSync(path.join(root, name), path.join(stage, name));
  const npm = [
    'ci',
    '--omit=dev',
    '--ignore-scripts',
    `--os=${os}`,
    `--cpu=${cpu}`,
    '--libc=glibc',
    '--prefer-offline',
    '--loglevel=error',
  ];
  await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', npm, { cwd: stage, shell: process.platform === 'win32', stdio: quiet });
  keepBinaries(modules, { target, os, cpu });
  for (const name of COPIED) fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  // A reader of the marketplace has no repository beside the page.
  fs.copyFileSync(path.join(root, 'MARKETPLACE.md'), path.join(stage, 'README.md'));
  writeManifest(stage);

  const bundled = JSON.parse(fs.readFileSync(path.join(root, '.cache/bundled.json'), 'utf8'));
  const images = fs.readdirSync(path.join(modules, '@img')).map((name) => `@img/${name}`);
  const beside = [...NATIVE, ...images].map((name) => `node_modules/${name}`);
  const shipped = [...new Set([...bundled, ...beside])].map((folder) => readPackage(path.join(stage, folder)));
  fs.writeFileSync(path.join(stage, 'THIRD-PARTY-LICENCES.txt'), licenceList(shipped, os === 'win32' ? [DIRECTML] : []));

  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = out ?? path.join(root, `${name}-${target}-${version}.vsix`);
  // Unless told not to, vsce turns the README's links into addresses of a repository, and refuses a manifest that names none.
  const vsce = ['package', '--no-rewrite-relative-links', '--allow-missing-repository', '--target', target, '--out', file];
  await run(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), ...vsce], { cwd: stage, stdio: quiet });
  fs.rmSync(stage, { recursive: true });
  return file;
}

/** The manifest as a reader of the package needs it: what only this repository can do is left out. */
function writeManifest(stage) {
  const file = path.join(stage, 'package.json');
  const { scripts: _scripts, devDependencies: _development, private: _private, ...manifest } = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

const quiet = ['ignore', 'ignore', 'inherit'];

try {
  const { values, positionals } = parseArgs({
    options: { target: { type: 'string' }, out: { type: 'string' }, built: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const asked = values.target ?? positionals[0] ?? `${process.platform}-${process.arch}`;
  const platforms = (asked === 'all' ? TARGETS : [asked]).map(platform);
  if (values.out && platforms.length > 1) throw new Error('--out names one file; name one platform with it.');
  await ensurePackages();
  if (!values.built) await build();
  for (const one of platforms) {
    const file = await pack(one, values.out && path.resolve(values.out));
    console.log(`${(fs.statSync(file).size / 1e6).toFixed(1).padStart(6)} MB  ${path.relative(root, file)}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
