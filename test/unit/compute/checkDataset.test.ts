/** checkDataset as the terminal, VS Code and notebooks call it: what is read, what is kept, and what a data set gives that cannot be read. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkText } from '../../../src/cli/checkText';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { notebookApi } from '../../../src/compute/notebookApi';
import { DISPLAY } from '../../../src/kernel/display';
import type { DataCheck } from '../../../src/protocol/dataCheck';
import { quietTask } from '../../../src/protocol/task';
import { writeSample } from '../../../src/sample/write';

const context = (): MethodContext => ({ ...quietTask(), cellOutput: () => undefined });
/** Apart from what differs from check to check. */
const content = ({ reading: _, createdAt: __, ...rest }: DataCheck) => rest;

describe('checkDataset', function () {
  this.timeout(120_000);
  let project: string;
  before(async () => {
    project = path.join(await mkdtemp(path.join(os.tmpdir(), 'deepminer-check-')), 'p');
    await writeSample({ dir: project, cases: 3, seed: 1 }, quietTask());
  });
  after(() => rm(path.dirname(project), { recursive: true, force: true }));
  const check = (again?: boolean, given = context()) => methods.checkDataset({ project, again }, given);
  const fileOf = ({ root, views }: DataCheck, index: number) => path.join(root, views[index].file);

  it('reads every file once, then only those that changed, and all when it is told to; the report is the same', async () => {
    const first = await check();
    assert.deepEqual([first.format, first.views.length, first.reading.read, first.reading.kept], ['DDSM', 12, 12, 0]);
    assert.ok(first.views.every((v) => v.thumbnail && existsSync(path.join(first.pictures, v.thumbnail))));
    const second = await check();
    assert.deepEqual([second.reading.read, second.reading.kept], [0, 12]);
    assert.deepEqual(content(second), content(first));
    await utimes(fileOf(first, 3), new Date(), new Date());
    await rm(path.join(first.pictures, second.views[5].thumbnail!));
    const third = await check();
    assert.deepEqual([third.reading.read, third.reading.kept], [2, 10]);
    assert.equal((await check(true)).reading.read, 12);
    assert.deepEqual(content(await methods.openDataCheck({ project }, context())), content(await check()));
  });

  it('keeps what was read when it is cancelled, and goes on from there', async () => {
    const abort = new AbortController();
    const given: MethodContext = {
      ...context(),
      signal: abort.signal,
      progress: ({ stage, done }) => {
        if (stage === 'check' && done >= 4) abort.abort(new Error('stop'));
      },
    };
    const files = (await check()).views.map((_, i) => i);
    for (const i of files) await utimes(fileOf(await methods.openDataCheck({ project }, context()), i), new Date(), new Date(1.5e12 + i));
    await assert.rejects(check(false, given), /stop/);
    const { reading } = await check();
    assert.ok(reading.kept >= 4 && reading.read < 12, JSON.stringify(reading));
    assert.equal(reading.kept + reading.read, 12);
  });

  it('makes a larger picture of a view when it is asked for, and says which view it does not have', async () => {
    const report = await check();
    const { picture } = await methods.previewView({ project, view: report.views[0].viewId }, context());
    assert.ok(existsSync(path.join(report.pictures, picture)));
    await assert.rejects(methods.previewView({ project, view: 'none' }, context()), /no view none/);
  });

  it('shows itself in notebooks as tables, the value typed and whole', async () => {
    const api = notebookApi(project, methods, context);
    const report = await api.check();
    assert.equal(report.views.length, 12);
    const display = (report as unknown as Record<symbol, () => Record<string, string>>)[DISPLAY]();
    assert.match(display['text/plain'], /12 views of 3 cases/);
    assert.match(display['text/html'], /<table>/);
  });

  it('tells a damaged view by file, in the terminal too, few of a kind unless all are wanted', async () => {
    const report = await check();
    const damaged = [0, 1, 2, 4, 6].map((i) => fileOf(report, i));
    for (const file of damaged) await truncate(file, 6000);
    const found = await check();
    assert.equal(found.errors, 5);
    assert.equal(found.reading.failed, 5);
    const text = checkText(found);
    assert.match(text, /^Unreadable: 5 errors/m);
    assert.match(text, /… and 2 more; --all tells them/);
    for (const file of damaged) assert.ok(checkText(found, { all: true }).includes(path.relative(found.root, file)));
    assert.ok(!text.includes('\x1b') && checkText(found, { colours: true }).includes('\x1b[31m'));
  });

  it('gives a report of a data set that is not there, or in no known form, and no stack', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-check-'));
    try {
      await writeFile(path.join(dir, 'deepminer.json'), '{ "dataset": { "root": "nowhere" } }');
      const absent = await methods.checkDataset({ project: dir }, context());
      assert.deepEqual([absent.format, absent.errors, absent.problems[0].kind, absent.problems[0].line], [undefined, 1, 'missing', 1]);
      await writeFile(path.join(dir, 'deepminer.json'), '{ "dataset": { "root": "." } }');
      const unknown = await methods.checkDataset({ project: dir }, context());
      assert.deepEqual([unknown.errors, unknown.problems[0].code], [1, 'dataset.unknown']);
      assert.match(checkText(unknown), /No data set that can be read: 1 error\./);
      await assert.rejects(methods.openDataCheck({ project: path.join(dir, 'other') }, context()), /was not checked yet/);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
