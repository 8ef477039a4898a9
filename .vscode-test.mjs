/**
 * Desktop: `npm run package && node test/vscode/bundleIntegration.mjs && npx vscode-test` fetches VS Code, installs the package and runs the tests
 * that runIntegration.mjs runs, on the lowest version that package.json promises and on the newest; `--label floor` or `newest` for one of them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@vscode/test-cli';

const { name, version, engines } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const vsix = fileURLToPath(new URL(`${name}-${process.platform}-${process.arch}-${version}.vsix`, import.meta.url));

const common = {
  files: '.cache/integration/*.test.cjs',
  // An extension without code: what is tested is the installed package.
  extensionDevelopmentPath: '.cache/integration',
  installExtensions: [vsix],
  workspaceFolder: '.cache/integration/workspace',
  env: { DEEPMINER_INSTALLED: '1', DEEPMINER_DEVICE: 'cpu' },
  launchArgs: ['--disable-workspace-trust'],
  mocha: { ui: 'bdd', timeout: 60_000 },
};

export default defineConfig([
  { ...common, label: 'floor', version: engines.vscode.replace('^', '') },
  { ...common, label: 'newest', version: 'stable' },
]);
