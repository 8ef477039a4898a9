import { deepEqual, equal, rejects } from 'node:assert/strict';
import { sideBySide } from '../../../src/protocol/sideBySide';
import { type Progress, quietTask, type Task } from '../../../src/protocol/task';

const step = () => new Promise((resolve) => setImmediate(resolve));
const untilAborted = async (task: Task): Promise<never> => {
  for (;;) {
    task.signal.throwIfAborted();
    await step();
  }
};

describe('two pieces of a task side by side', () => {
  it('give both results', async () => {
    deepEqual(
      await sideBySide(
        quietTask(),
        async () => 'maps',
        async () => 7,
      ),
      ['maps', 7],
    );
  });

  it('stop the other when one fails, and reject with that failure once neither runs', async () => {
    let ended = false;
    const slow = async (task: Task) => untilAborted(task).finally(() => (ended = true));
    const fails = async () => {
      await step();
      throw new Error('disk full');
    };
    await rejects(sideBySide(quietTask(), slow, fails), /disk full/);
    equal(ended, true);
    ended = false;
    await rejects(sideBySide(quietTask(), fails, slow), /disk full/);
    equal(ended, true);
  });

  it('both stop when the task is cancelled, and reject with its reason', async () => {
    const cancel = new AbortController();
    const both = sideBySide({ ...quietTask(), signal: cancel.signal }, untilAborted, untilAborted);
    cancel.abort(new Error('cancelled'));
    await rejects(both, /cancelled/);
  });

  it('tell of the second once the first is done, and lose nothing of where it stands', async () => {
    const told: string[] = [];
    const task = { ...quietTask(), progress: (p: Progress) => told.push(`${p.stage} ${p.done}`) };
    const pieces = (stage: string, count: number) => async (of: Task) => {
      for (let done = 1; done <= count; done++) {
        of.progress({ stage, done, total: count });
        await step();
      }
    };
    await sideBySide(task, pieces('maps', 3), pieces('pictures', 2));
    deepEqual(told, ['maps 1', 'maps 2', 'maps 3', 'pictures 2']);
  });
});
