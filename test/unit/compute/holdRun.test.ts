/** Work on a run under its lock: what is noted, how it is cancelled, and that a lost lock ends it without a trace. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { holdRun } from '../../../src/compute/holdRun';
import { requestCancel } from '../../../src/project/cancelRequest';
import { lockState } from '../../../src/project/runLock';
import type { ProblemError } from '../../../src/protocol/problem';
import { quietTask, type Task } from '../../../src/protocol/task';

describe('holding a run', () => {
  let dir: string;
  let ends: [message: string | undefined, cancelled: boolean][];
  const options = {
    detached: false,
    ended: async (error: unknown, cancelled: boolean) => {
      ends.push([error instanceof Error ? error.message : undefined, cancelled]);
    },
  };
  const untilAborted = ({ signal }: Task) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  const token = async () => {
    const state = await lockState(dir);
    assert.ok(state.state === 'held');
    return state.lock.token;
  };
  beforeEach(async () => {
    ends = [];
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-hold-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('notes the end with the lock still held, and leaves no file of its own', async () => {
    const note = { ...options, ended: async () => void (await token()) };
    const result = await holdRun(dir, quietTask(), note, async (task) => {
      task.progress({ stage: 'train', done: 1, total: 2 });
      return 42;
    });
    assert.equal(result, 42);
    assert.deepEqual(await readdir(dir), []);
  });

  it('is refused to a second one, in which nothing begins', async () => {
    await holdRun(dir, quietTask(), options, async () => {
      const second = holdRun(dir, quietTask(), options, async () => assert.fail('it began'));
      await assert.rejects(second, (error: ProblemError) => error.problem.code === 'run.running');
    });
    assert.deepEqual(ends, [[undefined, false]]);
  });

  it('stops at a request in the folder, and at the abort of its task, both as cancelled', async () => {
    const byFile = holdRun(dir, quietTask(), options, async (task) => {
      await requestCancel(dir, await token());
      return untilAborted(task);
    });
    await assert.rejects(byFile, { name: 'AbortError' });
    const abort = new AbortController();
    const byTask = holdRun(dir, { ...quietTask(), signal: abort.signal }, options, (task) => {
      setTimeout(() => abort.abort(new Error('Ctrl-C')), 10);
      return untilAborted(task);
    });
    await assert.rejects(byTask, /Ctrl-C/);
    assert.deepEqual(
      ends.map(([, cancelled]) => cancelled),
      [true, true],
    );
    assert.deepEqual(await readdir(dir), []);
  });

  it('does not heed a request that was meant for an earlier process', async () => {
    await requestCancel(dir, 'an earlier token');
    await holdRun(dir, quietTask(), options, (task) => Promise.race([wait(1200), untilAborted(task)]));
    assert.deepEqual(ends, [[undefined, false]]);
  });

  it('notes a failure as one', async () => {
    await assert.rejects(
      holdRun(dir, quietTask(), options, async () => Promise.reject(new Error('diverged'))),
      /diverged/,
    );
    assert.deepEqual(ends, [['diverged', false]]);
    assert.deepEqual(await readdir(dir), []);
  });

  it('stops when its lock was deleted, and notes nothing in a run that may be another process’ by now', async () => {
    const held = holdRun(dir, quietTask(), options, async (task) => {
      await rm(path.join(dir, 'lock-1.json'));
      return untilAborted(task);
    });
    await assert.rejects(held, (error: ProblemError) => error.problem.code === 'run.lockLost');
    assert.deepEqual(ends, []);
  });
});
