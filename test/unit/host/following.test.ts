/** The runs that a window follows: each once, past the end of any compute process, to an end that is told once. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallOptions } from '../../../src/host/computeClient';
import { ComputeEndedError, ComputeError, WorkCancelledError } from '../../../src/host/computeErrors';
import { Following, type FollowingOptions } from '../../../src/host/runs/following';
import type { RunSummary } from '../../../src/protocol/compute';

const summary = { run: 'r', status: 'finished' } as RunSummary;

/** Calls of followRun that wait for the test to settle them. */
class Calls {
  readonly made: { logFrom?: number; options: CallOptions; resolve(s: RunSummary): void; reject(e: Error): void }[] = [];
  cancelled: string[] = [];
  readonly compute: FollowingOptions['compute'] = {
    followRun: ({ logFrom }, options = {}) =>
      new Promise((resolve, reject) => {
        this.made.push({ logFrom, options, resolve, reject });
        options.signal?.addEventListener('abort', () => reject(new WorkCancelledError()));
      }),
    cancelRun: async ({ run }) => {
      this.cancelled.push(run!);
      return summary;
    },
  };
}

describe('following runs', () => {
  let calls: Calls;
  beforeEach(() => {
    calls = new Calls();
  });
  const following = (options: Partial<FollowingOptions> = {}) => new Following({ compute: calls.compute, againMs: 1, ...options });

  it('asks once for a run, however often it is found, and tells its progress and its end', async () => {
    const told: string[] = [];
    const runs = following({
      onChange: (run) => told.push(`${run.progress?.done ?? 'begin'}`),
      onEnd: (run, { status }) => told.push(`${run.run} ${status}`),
    });
    const first = runs.follow('/p', 'r', 7);
    assert.equal(runs.follow('/p', 'r'), first);
    assert.equal(runs.find('/p', 'r'), first);
    assert.equal(calls.made.length, 1);
    assert.equal(calls.made[0].logFrom, 7);
    calls.made[0].options.onProgress?.({ stage: 'train', done: 1, total: 2 });
    calls.made[0].resolve(summary);
    assert.equal(await first.ended, summary);
    assert.deepEqual(told, ['begin', '1', 'r finished']);
    assert.deepEqual(runs.runs, []);
  });

  it('goes on when the compute process ends, by itself or for changed settings, and repeats no log', async () => {
    const runs = following();
    const run = runs.follow('/p', 'r', 7);
    calls.made[0].reject(new ComputeEndedError('followRun', 'signal SIGKILL'));
    await wait(20);
    calls.made[1].reject(new WorkCancelledError());
    await wait(20);
    assert.deepEqual(
      calls.made.map((c) => c.logFrom),
      [7, undefined, undefined],
    );
    calls.made[2].resolve(summary);
    assert.equal(await run.ended, summary);
  });

  it('gives up when one compute process after the other ends without a word of the run', async () => {
    const lost: unknown[] = [];
    const compute = { ...calls.compute, followRun: async () => Promise.reject(new ComputeEndedError('followRun', 'exit code 1')) };
    const runs = following({ compute, onLost: (_run, error) => lost.push(error) });
    await assert.rejects(runs.follow('/p', 'r').ended, ComputeEndedError);
    assert.equal(lost.length, 1);
  });

  it('tells of a run that can no longer be followed', async () => {
    const lost: unknown[] = [];
    const runs = following({ onLost: (_run, error) => lost.push(error) });
    const { ended } = runs.follow('/p', 'r');
    calls.made[0].reject(new ComputeError('no such folder', {}));
    await assert.rejects(ended, /no such folder/);
    assert.equal(lost.length, 1);
    assert.deepEqual(runs.runs, []);
  });

  it('cancels by the run’s folder and follows to the end; that a cancel failed takes the word back', async () => {
    let refused = false;
    const cancelRun: FollowingOptions['compute']['cancelRun'] = (params) =>
      refused ? Promise.reject(new Error('elsewhere')) : calls.compute.cancelRun(params);
    const runs = following({ compute: { ...calls.compute, cancelRun } });
    const run = runs.follow('/p', 'r');
    await runs.cancel('/p', 'r');
    assert.deepEqual([calls.cancelled, run.stopping, calls.made[0].options.signal?.aborted], [['r'], true, false]);
    refused = true;
    await assert.rejects(runs.cancel('/p', 'r'), /elsewhere/);
    assert.equal(run.stopping, false);
    runs.dispose();
  });

  it('ends with the window, and cancels nothing', async () => {
    const told: unknown[] = [];
    const runs = following({ onEnd: () => told.push('end'), onLost: () => told.push('lost') });
    const { ended } = runs.follow('/p', 'r');
    runs.dispose();
    await assert.rejects(ended, WorkCancelledError);
    await wait(20);
    assert.deepEqual([told, calls.cancelled, calls.made.length], [[], [], 1]);
  });
});
