/** Our contestant in `mine`: from patches and views on disk to a finished mining result, and the engine's own time for the same images. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readAhead } from '../../src/compute/readAhead';
import { openPatchNetwork, openViewNetwork } from '../../src/mining/forward';
import { mine } from '../../src/mining/mine';
import { BATCH } from '../../src/mining/patchStream';
import type { Device } from '../../src/network/session';
import { openStore, storeFiles } from '../../src/patches/storeFile';
import { openViewStore } from '../../src/patches/viewStore';
import type { Config } from '../../src/project/config';
import { quietTask } from '../../src/protocol/task';
import { type NoisePart, PART_FILE } from '../mineData';
import { answer } from './serve';
import { type NetworkTask, ownNetwork } from './task';

/** What both sides are told. */
export interface MineTask extends NetworkTask {
  dir: string;
  hash: string;
  rankOn: 'views' | 'patches';
  /** Run a batch and a view alone: what of the memory is the network's. */
  networkAlone?: boolean;
}

export interface MinePass {
  milliseconds: number;
  patches: number;
  /** What the engine alone takes for the same batches and views. */
  engineMilliseconds: number;
}

const task = JSON.parse(process.argv[2]) as MineTask & { device: Device };
const part = JSON.parse(await readFile(path.join(task.dir, PART_FILE), 'utf8')) as NoisePart;
const { views } = part;
const config: Config = { ...part.config, mining: { ...part.config.mining, rankOn: task.rankOn } };
const classifier = ownNetwork(task);
const session = { device: task.device, threads: task.threads } as const;
const opened = await openStore(storeFiles(task.dir, 'holdout', task.hash), task.hash);
const kept = await openViewStore(task.dir, 'holdout', task.hash);
if (!opened || !kept) throw new Error(`${task.dir} holds no whole part.`);
const store = readAhead(opened);

async function pass(): Promise<MinePass> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-mine-'));
  let looks = 0;
  const watched = {
    ...quietTask(),
    progress: ({ stage, done, total }: { stage: string; done: number; total: number }) => {
      if (done === total && (stage === 'mine: patches' || stage === 'mine: maps')) looks += Math.ceil(total / BATCH);
    },
  };
  try {
    const start = performance.now();
    const network = { hash: 'benchmark', checkpoint: 'epoch-01.onnx' };
    await mine({ classifier, network, views, store, config, dir, task: watched, session, readView: kept!.read });
    const milliseconds = performance.now() - start;
    return { milliseconds, patches: store.patches.length, engineMilliseconds: await engineTime(looks) };
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Milliseconds of the engine for so many batches and, where units are ranked on them, all views. */
async function engineTime(batches: number): Promise<number> {
  const several = async (count: number, run: () => Promise<unknown>): Promise<number> => {
    await run();
    const start = performance.now();
    for (let i = 0; i < count; i++) await run();
    return (performance.now() - start) / count;
  };
  const patchNetwork = await openPatchNetwork(classifier, session);
  const input = new Float32Array(BATCH * 3 * task.size ** 2).fill(0.5);
  const batch = await several(5, () => patchNetwork.runInput(input, BATCH));
  await patchNetwork.release();
  if (task.rankOn === 'patches') return batches * batch;
  const viewNetwork = await openViewNetwork(classifier, session);
  const image = await kept!.read(views[0], task.size);
  const view = await several(3, () => viewNetwork.run(image));
  await viewNetwork.release();
  return batches * batch + views.length * view;
}

if (task.networkAlone) await engineTime(1);
else await pass();
await answer('onnxruntime-node', pass);
