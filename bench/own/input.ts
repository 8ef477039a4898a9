/** Our contestant in `input`: passes over a patch store with the product's batches, each followed by a step of an engine. */
import { readAhead } from '../../src/compute/readAhead';
import { openStore } from '../../src/patches/storeFile';
import { batchesOf } from '../../src/training/batches';
import { Trainer } from '../../src/training/step';
import { answer } from './serve';
import { type NetworkTask, ownNetwork } from './task';

/** What both sides are told. */
export interface InputTask extends NetworkTask {
  store: { pixels: string; index: string; hash: string };
  /** The patches of a pass. */
  order: number[];
  /** Instead of training, sleep so long a step, as a processor does that waits for a fast GPU. */
  stepMilliseconds?: number;
  /** Threads that read ahead; undefined: as many as the product has. */
  threadsAhead?: number;
}

/** A pass without its first batch, which has no step to hide behind. */
export interface Pass {
  milliseconds: number;
  waiting: number;
  patches: number;
}

const task = JSON.parse(process.argv[2]) as InputTask;
const opened = await openStore(task.store, task.store.hash);
if (!opened) throw new Error(`${task.store.pixels} is no whole patch store.`);
// With threads as the compute process trains, or without.
const store = task.threadsAhead === 0 ? opened.store : readAhead(opened, task.threadsAhead);
const classifier = ownNetwork(task);
const step = task.stepMilliseconds === undefined ? await trainingStep() : sleep(task.stepMilliseconds);

async function pass(): Promise<Pass> {
  const waits: number[] = [];
  let start = 0;
  let patches = 0;
  for await (const batch of batchesOf(store, task.order, task.batch, true, classifier, (wait) => waits.push(wait))) {
    if (waits.length === 1) start = performance.now();
    else patches += batch.count;
    await step(batch);
  }
  // The first batch's step is part of the time, as the reading of the second hides behind it.
  return { milliseconds: performance.now() - start, waiting: waits.slice(1).reduce((sum, wait) => sum + wait, 0), patches };
}

type Batch = Parameters<Trainer['step']>[0];

async function trainingStep(): Promise<(batch: Batch) => Promise<unknown>> {
  const { batch, threads } = task;
  const trainer = await Trainer.create(classifier, { batch, momentum: 0.9, weightDecay: 1e-4, threads });
  return (samples) => trainer.step(samples, 1e-4);
}

/** The engine holds the thread that calls it, and so does this. */
function sleep(milliseconds: number): () => Promise<unknown> {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  return async () => Atomics.wait(nobody, 0, 0, milliseconds);
}

await pass();
await answer('onnxruntime-node', pass);
