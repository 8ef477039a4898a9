/** Mining a network that takes features beside the image: its units are mined by the image alone, as those of the network without. */
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { latestMining } from '../../../src/mining/folder';
import { mine } from '../../../src/mining/mine';
import { addAuxiliary } from '../../../src/network/auxiliary';
import type { Classifier } from '../../../src/network/graph';
import { quietTask } from '../../../src/protocol/task';
import { configWith, type Hospital, hospital } from './hospital';

describe('mining a network with features beside the image', () => {
  let clinic: Hospital;
  before(async () => {
    clinic = await hospital(2);
  });
  after(() => rm(clinic.dir, { recursive: true }));

  const mined = async (classifier: Classifier, name: string): Promise<[string, string]> => {
    const run = path.join(clinic.dir, name);
    const { views, store } = clinic;
    const network = { hash: name, checkpoint: 'epoch-01.onnx' };
    const { coverage } = await mine({
      classifier,
      network,
      views,
      store,
      config: configWith(),
      dir: path.join(run, 'mining'),
      task: quietTask(),
    });
    const dir = (await latestMining(run, name))!;
    return [await readFile(path.join(dir, 'units.json'), 'utf8'), JSON.stringify(coverage)];
  };

  it('finds the very units, patches and coverage of the same network without them', async () => {
    const features = [{ name: 'age', kind: 'number' as const, mean: 55, deviation: 12 }];
    const joined = addAuxiliary(clinic.classifier, { features, width: 4, seed: 1 });
    assert.deepEqual(await mined(joined, 'with'), await mined(clinic.classifier, 'without'));
  });
});
