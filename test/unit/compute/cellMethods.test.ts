/** A cell hears how far its calls are, and that the last of them has ended. */
import assert from 'node:assert/strict';
import { cellContext, cellMethods } from '../../../src/compute/cellMethods';
import type { MethodContext, MethodTable } from '../../../src/compute/method';
import { type Progress, quietTask } from '../../../src/protocol/task';

describe('the calls of a cell', () => {
  const heard: (Progress | undefined)[] = [];
  const context = cellContext({ ...quietTask(), cellOutput: () => undefined }, (progress) => void heard.push(progress));
  const ends: (() => void)[] = [];
  const methods = cellMethods({
    listRuns: async (_: unknown, { progress }: MethodContext) => {
      progress({ stage: 'runs', done: 1, total: 2 });
      await new Promise<void>((resolve) => ends.push(resolve));
      return [];
    },
    openProject: async () => {
      throw new Error('no project');
    },
  } as unknown as MethodTable);

  it('tell their progress, and their end once none runs any more', async () => {
    const calls = [methods.listRuns({ project: '/p' }, context), methods.listRuns({ project: '/p' }, context)];
    assert.equal(heard[0]?.stage, 'runs');
    ends[0]();
    await calls[0];
    assert.ok(!heard.includes(undefined), 'the other call goes on');
    ends[1]();
    await calls[1];
    assert.equal(heard.at(-1), undefined);
    assert.equal(heard.filter((h) => h === undefined).length, 1);
  });

  it('have ended when they fail', async () => {
    heard.length = 0;
    await assert.rejects(methods.openProject({ project: '/p' }, context), /no project/);
    assert.deepEqual(heard, [undefined]);
  });
});
