/** Batches of patches in an order, read ahead while the engine works on the one before. */
import type { Classifier } from '../network/graph';
import { toNetworkInput } from '../patches/normalise';
import type { PatchStore } from '../patches/patch';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';

/** Its images are written over once the next batch is asked for. */
export interface Batch {
  /** Index in the store of each patch. */
  indices: readonly number[];
  /** [size, 3, S, S], normalised for the network */
  images: Float32Array;
  /** [size] */
  labels: number[];
  /** [size]: 1, or 0 for a patch that only fills the batch */
  weights: Float32Array;
  /** Patches that count; they come first. */
  count: number;
}

/** Batches that are read while the engine works on one: enough for readers that work side by side. */
const AHEAD = 3;

/** The order of an epoch: it follows from seed and epoch alone, so that a resumed run sees what an unbroken one sees. */
export function epochOrder(indices: readonly number[], seed: number, epoch: number): number[] {
  return shuffle(indices, seededRandom(hashSeed(`order ${seed} ${epoch}`)));
}

/**
 * The patches of `order` in batches of `size`. With `fill`, the last batch is filled up with patches from the beginning of the order, at
 * weight 0: they count neither in the loss nor in a score, but batch norm's statistics are then taken over a whole batch of real patches
 * (the last, smaller batch of PyTorch's loader has statistics of its few patches alone). Without, the last batch is smaller.
 * `onWait` is told of every batch how long whoever asked for it had to wait; what a store computes on this thread itself delays the step
 * before instead, and is not in it. The first `skip` batches are passed over: an epoch goes on there.
 */
export async function* batchesOf(
  store: PatchStore,
  order: readonly number[],
  size: number,
  fill: boolean,
  classifier: Pick<Classifier, 'mean' | 'std'>,
  onWait: (milliseconds: number) => void = () => undefined,
  skip = 0,
): AsyncGenerator<Batch> {
  const done: Float32Array[] = [];
  const load = async (start: number): Promise<Batch> => {
    const own = order.slice(start, start + size);
    const count = own.length;
    for (let i = 0; fill && own.length < size; i++) own.push(order[i % order.length]);
    return {
      indices: own,
      images: await inputOf(store, own, classifier, done.pop()),
      labels: own.map((index) => store.patches[index].label),
      weights: Float32Array.from(own, (_, i) => (i < count ? 1 : 0)),
      count,
    };
  };
  const reading: Promise<Batch>[] = [];
  let start = skip * size;
  const readAhead = (): void => {
    for (; reading.length < AHEAD && start < order.length; start += size) {
      const batch = load(start);
      // A failure is told when the batch's turn comes; until then, nobody listens.
      batch.catch(() => undefined);
      reading.push(batch);
    }
  };
  readAhead();
  try {
    while (reading.length > 0) {
      const asked = performance.now();
      const batch = await reading.shift()!;
      onWait(performance.now() - asked);
      readAhead();
      yield batch;
      done.push(batch.images);
    }
  } finally {
    // Whoever stops early leaves reads under way: they end here, whatever their outcome.
    await Promise.allSettled(reading);
  }
}

function inputOf(
  store: PatchStore,
  indices: readonly number[],
  classifier: Pick<Classifier, 'mean' | 'std'>,
  spare?: Float32Array,
): Promise<Float32Array> {
  if (store.input) return store.input(indices, classifier, spare);
  const { mean, std } = classifier;
  return store.read(indices).then((grey) => toNetworkInput(grey, indices.length, store.size, store.size, mean, std));
}
