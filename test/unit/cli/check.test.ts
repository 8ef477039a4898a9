/** deepminer check: its exit codes, and where report and tables go. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import type { Call } from '../../../src/cli/call';
import { checkCommand } from '../../../src/cli/check';
import { fakeDataCheck } from '../../e2e/pages/fakeDataCheck';

describe('deepminer check', () => {
  let dir: string;
  let exitCode: typeof process.exitCode;
  beforeEach(async () => {
    exitCode = process.exitCode;
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-check-'));
  });
  afterEach(async () => {
    process.exitCode = exitCode;
    await rm(dir, { recursive: true, force: true });
  });

  /** The exit code, whether JSON was asked for, and what was printed. */
  async function run(args: string[], of: { clean?: boolean; warningsOnly?: boolean } = {}) {
    process.exitCode = 0;
    const report = fakeDataCheck({ thumbnails: ['x.jpg'], clean: of.clean });
    if (of.warningsOnly) Object.assign(report, { errors: 0 });
    const printed: string[] = [];
    let json: boolean | undefined;
    const call = (async (command, _method, _params, text, after) => {
      json = command.optsWithGlobals<{ json?: boolean }>().json;
      printed.push(text(report as never));
      after?.(report as never);
    }) as Call;
    const program = new Command('deepminer').option('--json').exitOverride();
    checkCommand(
      program
        .command('check')
        .exitOverride()
        .configureOutput({ writeErr: () => undefined })
        .option('-p, --project <dir>', '', '.'),
      call,
    );
    await program.parseAsync(['node', 'deepminer', 'check', ...args]);
    return { code: process.exitCode, json, text: printed.join('\n') };
  }

  it('fails with errors, and with warnings alone when it is strict', async () => {
    assert.equal((await run([])).code, 1);
    assert.equal((await run([], { clean: true })).code, 0);
    assert.equal((await run(['--strict'], { clean: true })).code, 0);
    assert.equal((await run([], { warningsOnly: true })).code, 0);
    assert.equal((await run(['--strict'], { warningsOnly: true })).code, 1);
  });

  it('writes the report into a file and the tables to the terminal, or the report alone to standard output', async () => {
    const file = path.join(dir, 'report.json');
    const written = await run(['--json', file]);
    assert.equal(written.json, false);
    assert.match(written.text, /48 views of 12 cases: 2 errors, 2 warnings\./);
    assert.match(written.text, /^malignant +4 +8 +8 /m);
    assert.equal(JSON.parse(await readFile(file, 'utf8')).views.length, 48);
    assert.equal((await run(['--json'])).json, true);
    assert.equal((await run(['--json', '-'])).json, true);
    await assert.rejects(run([file]), { code: 'commander.excessArguments' });
  });
});
