/**
 * Desktop: `npm run build && npx vscode-test` fetches VS Code and runs the tests that runIntegration.mjs runs, on the lowest version that
 * package.json promises and on the newest; `--label floor` or `newest` for one of them. With VSIX in the environment that package is installed
 * and tested, else the working tree.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@vscode/test-cli';
import { bundleIntegration } from './test/vscode/bundleIntegration.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const { engines, main } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = process.env.VSIX && path.resolve(process.env.VSIX);
const tested = vsix ?? path.join(root, main);
if (!existsSync(tested)) throw new Error(`${tested}: nothing to test found. Run "npm run ${vsix ? 'package' : 'build'}" first.`);
const { folder, tests } = await bundleIntegration();

const common = {
  files: tests,
  // A package is tested beside an extension without code: VS Code takes tests from an extension under development alone.
  extensionDevelopmentPath: vsix ? folder : root,
  installExtensions: vsix ? [vsix] : [],
  workspaceFolder: path.join(folder, 'workspace'),
  env: { DEEPMINER_INSTALLED: vsix ? '1' : '', DEEPMINER_DEVICE: 'cpu' },
  launchArgs: ['--disable-workspace-trust'],
  mocha: { ui: 'bdd', timeout: 60_000 },
};

export default defineConfig([
  { ...common, label: 'floor', version: engines.vscode.replace('^', '') },
  { ...common, label: 'newest', version: 'stable' },
]);
