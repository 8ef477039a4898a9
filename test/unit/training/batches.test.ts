import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { PatchStore } from '../../../src/patches/patch';
import { type Batch, batchesOf } from '../../../src/training/batches';
import { blotPatches } from './patches';

const plain = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

async function all(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const list: Batch[] = [];
  for await (const batch of batches) list.push({ ...batch, images: batch.images.slice() });
  return list;
}

describe('batches of patches', () => {
  const store = blotPatches(10, 4, 1);
  const order = [7, 2, 9, 0, 4, 1, 8];

  it('hold the patches in their order, also when a later read is done first', async () => {
    let reads = 0;
    const uneven: PatchStore = {
      ...store,
      async read(indices) {
        reads++;
        await setTimeout(reads % 2 ? 15 : 0);
        return store.read(indices);
      },
    };
    const batches = await all(batchesOf(uneven, order, 2, true, plain));
    assert.deepEqual(
      batches.map((b) => [b.labels, b.count, [...b.weights]]),
      [
        [[1, 2], 2, [1, 1]],
        [[0, 0], 2, [1, 1]],
        [[1, 1], 2, [1, 1]],
        [[2, 1], 1, [1, 0]],
      ],
    );
    for (const [i, first] of [7, 9, 4, 8].entries()) {
      const grey = await store.read([first]);
      for (const channel of [0, 1, 2]) assert.deepEqual(batches[i].images.slice(channel * 16, channel * 16 + 16), grey);
    }
  });

  it('tell how long their reader had to be waited for, and nothing where it was done before', async () => {
    const slow: PatchStore = {
      ...store,
      async read(indices) {
        await setTimeout(30);
        return store.read(indices);
      },
    };
    const waits: number[] = [];
    for await (const _ of batchesOf(slow, order, 2, false, plain, (wait) => waits.push(wait))) await setTimeout(60);
    assert.equal(waits.length, 4);
    assert.ok(waits[0] > 20, `${waits[0]} ms for the first batch`);
    for (const wait of waits.slice(1)) assert.ok(wait < 15, `${wait} ms for a batch that was read meanwhile`);
  });

  it('say that a patch cannot be read when its turn comes, not before', async () => {
    const broken: PatchStore = {
      ...store,
      read: (indices) => (indices.includes(9) ? Promise.reject(new RangeError('patch 9 is gone')) : store.read(indices)),
    };
    const counts: number[] = [];
    await assert.rejects(async () => {
      for await (const { count } of batchesOf(broken, order, 2, false, plain)) {
        counts.push(count);
        await setTimeout(20);
      }
    }, /patch 9 is gone/);
    assert.deepEqual(counts, [2]);
  });

  it('leave no read behind when nobody asks on', async () => {
    let open = 0;
    const counted: PatchStore = {
      ...store,
      async read(indices) {
        open++;
        await setTimeout(20);
        open--;
        return store.read(indices);
      },
    };
    for await (const _ of batchesOf(counted, order, 2, false, plain)) break;
    assert.equal(open, 0);
  });
});
