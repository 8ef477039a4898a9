/**
 * `node test/vscode/runE2e.mjs [NAME...]`: runs the tests that use VS Code's user interface, all or those of the files named, and ends with their
 * sum. A process a file: each ends at its first failure, since what follows builds on it, and that must not end the others.
 */
import fs from 'node:fs';
import path from 'node:path';
import { closingLine, runCounted } from '../../scripts/counted.mjs';
import { repository } from '../../scripts/vscodeRuntime.mjs';

const ENDING = '.test.mjs';
const folder = path.join(repository, 'test/e2e/vscode');
const all = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length))
  .sort();
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: no such test; there are ${all.join(', ')}.`);

const mocha = [path.join(repository, 'node_modules/mocha/bin/mocha.js'), '--no-config', '--exit'];
const sum = { passed: 0, failed: 0, skipped: 0 };
const failed = [];
for (const name of chosen.length > 0 ? chosen : all) {
  const args = [...mocha, '--reporter', 'scripts/countingReporter.cjs', path.join(folder, name + ENDING)];
  const counted = await runCounted(args, { cwd: repository, env: process.env });
  for (const key of Object.keys(sum)) sum[key] += counted[key];
  if (counted.failed > 0) failed.push(name);
}
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
console.log(`\n${closingLine(sum)}`);
process.exitCode = sum.failed > 0 ? 1 : 0;
