/** A checkpoint whose weights were exchanged for another network's of the same kind is not taken for its own. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { writeClassifier } from '../../../src/network/classifier';
import { quietTask } from '../../../src/protocol/task';
import { checkpointFile, lastState, writeState } from '../../../src/training/checkpoint';

describe('a swapped checkpoint', () => {
  it('is passed over with a warning; the one before it counts', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-swapped-'));
    try {
      const network = (seed: number) => buildNetwork({ architecture: 'small', classes: ['a', 'b'], inputSize: 16, seed });
      for (const epoch of [1, 2])
        await writeState(dir, {
          epoch,
          classifier: network(epoch),
          momenta: new Map(),
          history: [],
          origin: { data: 'd', seed: 1, batch: 8, device: 'cpu', threads: 1, learningRate: 0.1 },
        });
      assert.equal((await lastState(dir, network(1), quietTask()))?.epoch, 2);
      await writeClassifier(network(9), path.join(dir, checkpointFile(2)));
      const said: string[] = [];
      const found = await lastState(dir, network(1), { ...quietTask(), log: (_level, message) => said.push(message) });
      assert.equal(found?.epoch, 1);
      assert.match(said.join(), /another network than the one that was saved here/);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
