/** `node test/vscode/runE2e.mjs [NAME]`: runs the tests that use VS Code's user interface, all or those of one file, and ends with their sum. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { repository } from '../../scripts/vscodeRuntime.mjs';

const mocha = path.join(repository, 'node_modules/mocha/bin/mocha.js');
const options = ['--no-config', '--reporter', 'scripts/countingReporter.cjs', '--exit'];
spawn(process.execPath, [mocha, ...options, `test/e2e/vscode/${process.argv[2] ?? '*'}.test.mjs`], {
  cwd: repository,
  stdio: 'inherit',
}).once('exit', (code) => process.exit(code ?? 1));
