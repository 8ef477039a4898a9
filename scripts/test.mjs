// npm test: installs what is missing, then checks and runs every suite, and closes with one line of the sum.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { closingLine, runCounted } from './counted.mjs';
import { build, ensurePackages, root, run } from './install.mjs';

const VSIX = path.join(root, '.cache', 'tested.vsix');

/** Each suite prints its own report and ends with a line "N passed, N failed[, N skipped]". */
const suites = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'lint and format', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
  {
    name: 'house rules',
    command: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'webview',
      'notebook-renderers',
    ],
  },
  { name: 'unit', command: ['node_modules/mocha/bin/mocha.js', '--reporter', 'scripts/countingReporter.cjs'] },
  {
    name: 'pages',
    command: ['node_modules/mocha/bin/mocha.js', '--config', 'test/e2e/pages/.mocharc.json', '--reporter', 'scripts/countingReporter.cjs'],
  },
  {
    name: 'package',
    command: [
      'node_modules/mocha/bin/mocha.js',
      '--no-config',
      '--timeout',
      '60000',
      '--reporter',
      'scripts/countingReporter.cjs',
      'test/package/*.test.mjs',
    ],
    env: { VSIX },
  },
  // The package for this machine is made first: what runs in VS Code is an installed one.
  { name: 'extension host', command: ['test/vscode/runIntegration.mjs'], env: { VSIX } },
  { name: 'VS Code', command: ['test/vscode/runE2e.mjs'], env: { VSIX } },
  { name: 'oldest extension host', command: ['test/vscode/runIntegration.mjs'], env: { VSIX, VSCODE_VERSION: 'floor' } },
  {
    name: 'oldest VS Code',
    command: ['test/vscode/runE2e.mjs', 'firstLight', 'explanations', 'untrusted', 'views'],
    env: { VSIX, VSCODE_VERSION: 'floor' },
  },
];

const queue = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-queue-'));
await ensurePackages();
await build();
const { ensureChromium, ensureRuntime } = await import('./vscodeRuntime.mjs');
await ensureChromium();
await ensureRuntime();
await run(process.execPath, ['scripts/vscodeRuntime.mjs'], {
  env: { ...process.env, VSCODE_VERSION: 'floor' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
console.log('package    .cache/tested.vsix');
await run(process.execPath, ['scripts/package.mjs', '--built', '--out', VSIX], { stdio: ['ignore', 'ignore', 'inherit'] });

const sum = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
const chosen = process.argv.slice(2);
for (const suite of suites.filter((s) => chosen.length === 0 || chosen.includes(s.name))) {
  const start = Date.now();
  console.log(`\n== ${suite.name}`);
  // Tests compare bits, which a graphics card does not keep; what needs one names it.
  // Other work on this machine is no reason to wait.
  const env = { DEEPMINER_DEVICE: 'cpu', DEEPMINER_QUEUE: queue, LONG_TESTS: '1', ...process.env, ...suite.env };
  const counted = await runCounted(suite.command, { cwd: root, env });
  for (const key of Object.keys(sum)) sum[key] += counted[key];
  rows.push(
    `${suite.name.padEnd(18)} ${counted.failed ? 'FAILED' : 'ok    '} ${String(Math.round((Date.now() - start) / 1000)).padStart(4)} s`,
  );
}
console.log(`\n${rows.join('\n')}\n`);
fs.rmSync(queue, { recursive: true, force: true });
console.log(closingLine(sum));
process.exitCode = sum.failed ? 1 : 0;
