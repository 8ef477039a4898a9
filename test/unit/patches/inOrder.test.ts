import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { inOrder } from '../../../src/patches/inOrder';

describe('works in order', () => {
  it('gives results in the order of their items, however long each takes, never more at once than allowed', async () => {
    let [running, most] = [0, 0];
    const work = async (n: number) => {
      most = Math.max(most, ++running);
      await wait((n * 7) % 11);
      running--;
      return n * n;
    };
    const seen: [number, number][] = [];
    for await (const pair of inOrder([...Array(20).keys()], 4, work)) seen.push(pair);
    assert.deepEqual(
      seen,
      [...Array(20).keys()].map((n) => [n, n * n]),
    );
    assert.equal(most, 4);
  });

  it('begins nothing beyond what is taken, and tells a failure in its turn', async () => {
    const begun: number[] = [];
    const taken: number[] = [];
    const work = async (n: number) => {
      begun.push(n);
      if (n === 3) throw new Error('the fourth');
      return n;
    };
    await assert.rejects(async () => {
      for await (const [n] of inOrder([...Array(100).keys()], 2, work)) taken.push(n);
    }, /the fourth/);
    assert.deepEqual(taken, [0, 1, 2]);
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
  });
});
