/**
 * Bundles test/integration for VS Code's extension host into .cache/integration, an extension without code: VS Code takes tests from an extension
 * under development, and DeepMiner itself is an installed one.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { repository } from '../../scripts/vscodeRuntime.mjs';

const out = path.join(repository, '.cache', 'integration');

/** Paths of the folder, the bundled entry (`run`) and the bundled test files. */
export async function bundleIntegration() {
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(path.join(out, 'workspace'), { recursive: true });
  fs.writeFileSync(
    path.join(out, 'package.json'),
    JSON.stringify({ name: 'deepminer-tests', publisher: 'deepminer', version: '0.0.0', engines: { vscode: '*' } }),
  );
  const dir = path.join(repository, 'test/integration');
  const tests = fs.readdirSync(dir).filter((f) => f.endsWith('.test.ts'));
  await esbuild.build({
    entryPoints: ['run.ts', ...tests].map((f) => path.join(dir, f)),
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return { folder: out, run: path.join(out, 'run.cjs'), tests: tests.map((f) => path.join(out, f.replace(/\.ts$/, '.cjs'))) };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bundleIntegration();
