/** Our contestant in `input`, before the first epoch: from DDSM files to a patch store. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Dataset } from '../../src/dataset/model';
import { preparePatches } from '../../src/patches/store';
import type { Config } from '../../src/project/config';
import { quietTask } from '../../src/protocol/task';
import type { Pass } from './input';
import { answer } from './serve';

export interface ColdTask {
  dataset: Dataset;
  config: Config;
}

const { dataset, config } = JSON.parse(process.argv[2]) as ColdTask;
const parts = new Map(dataset.cases.map((c) => [c.id, 'holdout' as const]));

async function pass(): Promise<Pass> {
  const cacheDir = await mkdtemp(path.join(os.tmpdir(), 'bench-cold-'));
  try {
    const start = performance.now();
    const { store } = await preparePatches({ dataset, parts, part: 'holdout', config, cacheDir, task: quietTask() });
    const milliseconds = performance.now() - start;
    await store.close();
    return { milliseconds, waiting: 0, patches: store.patches.length };
  } finally {
    await rm(cacheDir, { recursive: true });
  }
}

await pass();
await answer('Node.js', pass);
