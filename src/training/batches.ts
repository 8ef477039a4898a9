/** Batches of patches in an order, read ahead while the engine works on the one before. */
import type { Classifier } from '../network/graph';
import { toNetworkInput } from '../patches/normalise';
import type { PatchStore } from '../patches/patch';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';

export interface Batch {
  /** [size, 3, S, S], normalised for the network */
  images: Float32Array;
  /** [size] */
  labels: number[];
  /** [size]: 1, or 0 for a patch that only fills the batch */
  weights: Float32Array;
  /** Patches that count; they come first. */
  count: number;
}

/** The order of an epoch: it follows from seed and epoch alone, so that a resumed run sees what an unbroken one sees. */
export function epochOrder(indices: readonly number[], seed: number, epoch: number): number[] {
  return shuffle(indices, seededRandom(hashSeed(`order ${seed} ${epoch}`)));
}

/**
 * The patches of `order` in batches of `size`. With `fill`, the last batch is filled up with patches from the beginning of the order, at
 * weight 0: they count neither in the loss nor in a score, but batch norm's statistics are then taken over a whole batch of real patches
 * (the last, smaller batch of PyTorch's loader has statistics of its few patches alone). Without, the last batch is smaller.
 */
export async function* batchesOf(
  store: PatchStore,
  order: readonly number[],
  size: number,
  fill: boolean,
  classifier: Pick<Classifier, 'mean' | 'std'>,
): AsyncGenerator<Batch> {
  const load = async (start: number): Promise<Batch> => {
    const own = order.slice(start, start + size);
    const count = own.length;
    for (let i = 0; fill && own.length < size; i++) own.push(order[i % order.length]);
    const grey = await store.read(own);
    return {
      images: toNetworkInput(grey, own.length, store.size, store.size, classifier.mean, classifier.std),
      labels: own.map((index) => store.patches[index].label),
      weights: Float32Array.from(own, (_, i) => (i < count ? 1 : 0)),
      count,
    };
  };
  let next: Promise<Batch> | undefined = load(0);
  try {
    for (let start = 0; start < order.length; start += size) {
      const batch: Batch = await next!;
      next = start + size < order.length ? load(start + size) : undefined;
      yield batch;
    }
  } finally {
    // Whoever stops early leaves a read under way: it ends here, whatever its outcome.
    await Promise.allSettled([next]);
  }
}
