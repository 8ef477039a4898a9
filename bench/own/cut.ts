/** Our contestant in `data`: films to a patch store, over all cores. Threads stay up from pass to pass: from the sources they take long to start. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { threadCutter } from '../../src/compute/cutting';
import { PixelPool } from '../../src/compute/pixelPool';
import type { View } from '../../src/dataset/model';
import { oneByOne } from '../../src/patches/cut';
import { preparePatches } from '../../src/patches/store';
import { configSchema } from '../../src/project/config';
import { quietTask } from '../../src/protocol/task';
import { answer } from './serve';

const { views, threads, cold } = JSON.parse(process.argv[2]) as { views: View[]; threads: number; cold?: boolean };
const cutter = threads > 1 ? threadCutter(new PixelPool(threads)) : oneByOne;
const cases = views.map((view) => ({ id: view.id, dir: '', views: [view] }));

async function pass(): Promise<{ milliseconds: number; count: number }> {
  const cacheDir = await mkdtemp(path.join(os.tmpdir(), 'bench-cut-'));
  try {
    const start = performance.now();
    const { store, problems } = await preparePatches({
      dataset: { format: 'ddsm', root: '', cases, problems: [] },
      parts: new Map(cases.map(({ id }) => [id, 'test' as const])),
      part: 'test',
      config: configSchema.parse({}),
      cacheDir,
      task: quietTask(),
      cutter,
    });
    const milliseconds = performance.now() - start;
    await store.close();
    if (problems.length > 0) throw new Error(problems[0].found);
    return { milliseconds, count: store.patches.length };
  } finally {
    await rm(cacheDir, { recursive: true });
  }
}

if (!cold) await pass();
await answer('Node.js', pass);
