/** A patch store's patches batch after batch through a network, the next batch being read while the engine computes. */
import type { PatchInputs } from '../auxiliary/caseFeatures';
import type { PatchStore } from '../patches/patch';
import type { Task } from '../protocol/task';
import { paced } from '../protocol/task';
import type { PatchNetwork, Response } from './forward';

/** Shards are whole batches of it: another size gives other last bits. */
export const BATCH = 32;

export interface PatchBatch extends Response {
  /** Index in the store of each image. */
  patches: readonly number[];
}

/**
 * Runs the patches with these indices in this order. Memory holds two batches, however many patches there are. `inputs` gives a
 * network's further inputs; absent, nothing is known of the cases. Stops within one batch on abort.
 */
export async function* patchStream(
  network: PatchNetwork,
  store: PatchStore,
  indices: readonly number[],
  task: Task,
  stage: string,
  inputs?: PatchInputs,
): AsyncGenerator<PatchBatch> {
  const progress = paced(stage, indices.length, task);
  const batch = (start: number) => indices.slice(start, start + BATCH);
  let reading: Promise<Float32Array> | undefined;
  let spare: Float32Array | undefined;
  const read = (start: number) => {
    if (start >= indices.length) return undefined;
    // A store on disk makes the network's input beside the engine.
    return store.input ? store.input(batch(start), network.normalisation, spare) : store.read(batch(start));
  };
  try {
    reading = read(0);
    for (let start = 0; start < indices.length; start += BATCH) {
      task.signal.throwIfAborted();
      const patches = batch(start);
      const pixels = await reading!;
      reading = read(start + BATCH);
      const further = inputs?.(store, patches);
      const response = await (store.input ? network.runInput : network.run)(pixels, patches.length, further);
      // What was read next is on its way already: these pixels may be written over by the one after.
      spare = store.input ? pixels : undefined;
      yield { patches, ...response };
      progress(start + patches.length);
    }
    reading = undefined;
  } finally {
    // A read begun for a batch that is no longer wanted ends here, its failure with it.
    await reading?.catch(() => undefined);
  }
}
