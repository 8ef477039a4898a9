/** progress.json: whole at every moment, written seldom, gone at the end, and never a reason to stop. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cancelRequested, forgetCancel, requestCancel } from '../../../src/project/cancelRequest';
import { readProgress, recordProgress } from '../../../src/project/runProgress';

describe('the progress of a run on disk', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-progress-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const report = (done: number) => ({ stage: 'train', done, total: 1000, message: `step ${done}` });

  it('is the latest report, whole whenever it is read, and written at most twice a second', async () => {
    const record = recordProgress(dir, () => undefined);
    const seen = new Set<string>();
    const reads: Promise<void>[] = [];
    for (const end = Date.now() + 1300; Date.now() < end; await wait(2)) {
      record.progress(report(seen.size + reads.length));
      reads.push(
        readFile(path.join(dir, 'progress.json'), 'utf8').then(
          (text) => void seen.add((JSON.parse(text) as { at: string }).at),
          (error: NodeJS.ErrnoException) => assert.equal(error.code, 'ENOENT'),
        ),
      );
    }
    await Promise.all(reads);
    assert.ok(seen.size >= 2 && seen.size <= 4, `${seen.size} reports in 1.3 s`);
    record.progress(report(999));
    await wait(700);
    assert.equal((await readProgress(dir))?.done, 999);
    await record.close();
    assert.deepEqual(await readdir(dir), []);
    assert.equal(await readProgress(dir), undefined);
  });

  it('that cannot be written is told once, and the run goes on', async () => {
    await mkdir(path.join(dir, 'progress.json'));
    const told: string[] = [];
    const record = recordProgress(dir, (level, message) => told.push(`${level}: ${message}`));
    for (let i = 0; i < 3; i++) {
      record.progress(report(i));
      await wait(520);
    }
    assert.equal(told.length, 1);
    assert.match(told[0], /^warn: .*progress\.json cannot be written/);
  });
});

describe('a request to cancel', () => {
  it('reaches the process that has the run, and none after it', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-cancel-'));
    assert.equal(await cancelRequested(dir, 'a'), false);
    await requestCancel(dir, 'a');
    assert.equal(await cancelRequested(dir, 'a'), true);
    assert.equal(await cancelRequested(dir, 'b'), false);
    await forgetCancel(dir);
    assert.equal(await cancelRequested(dir, 'a'), false);
    await rm(dir, { recursive: true });
  });
});
