// Desktop: `node test/vscode/bundleIntegration.mjs && npx vscode-test` fetches VS Code and runs the same tests that runIntegration.mjs runs.
import { defineConfig } from '@vscode/test-cli';

export default defineConfig({
  files: '.cache/integration/*.test.cjs',
  workspaceFolder: '.cache/integration/workspace',
  launchArgs: ['--disable-extensions', '--disable-workspace-trust'],
  mocha: { ui: 'bdd', timeout: 60_000 },
});
