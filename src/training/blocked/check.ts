/**
 * Whether this processor's engine has the blocked layout as it is written here. Its operators are no standard and its block size is the
 * processor's: both are measured, once per process, and a tiny step is compared with that of the standard graph.
 */
import { blockSize, outputsOf } from '../../network/blocked/block';
import { toOrder } from '../../network/blocked/order';
import type { Value } from '../../network/session';
import type { TrainingGraph } from '../graph';
import { tinyTraining } from './tinyTraining';
import { blockedTraining } from './training';

/** Channels of a block, or why the layout is not used. */
export type BlockCheck = { block: number } | { refusal: string };

let checked: Promise<BlockCheck> | undefined;

/** The check's result; it takes a tenth of a second at the first call of a process. */
export function checkBlocks(): Promise<BlockCheck> {
  checked ??= check(tinyTraining());
  return checked;
}

/** Largest difference of a value after the step, against the largest value of its tensor: rounding alone is a thousand times smaller. */
const TOLERANCE = 1e-3;

/** The check itself, with the training step that is compared. */
export async function check({ training, feeds }: TinyTraining): Promise<BlockCheck> {
  try {
    const block = await blockSize();
    if (block === undefined) return { refusal: 'the engine reorders channels in another way than in blocks' };
    const { graph, orders } = blockedTraining(training, block);
    const blockedFeeds = Object.fromEntries(
      Object.entries(feeds).map(([name, value]) => {
        const order = orders.get(name);
        return [name, order ? { ...value, data: toOrder(value.data as Float32Array, order, block) } : value];
      }),
    );
    const [expected, found] = [await outputsOf(training.graph, feeds), await outputsOf(graph, blockedFeeds)];
    for (const [name, values] of Object.entries(expected)) {
      const order = orders.get(name);
      const wanted = order ? toOrder(values, order, block) : values;
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      const difference = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - found[name][i])), 0);
      if (!(difference <= TOLERANCE * largest))
        return { refusal: `${name} differs by ${difference / largest} after one step in blocks of ${block}` };
    }
    return { block };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { refusal: error.message };
  }
}

/** A training of one step, with what it is fed. */
export interface TinyTraining {
  training: TrainingGraph;
  feeds: Readonly<Record<string, Value>>;
}
