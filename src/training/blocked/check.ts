/**
 * Whether this processor's engine has the blocked layout as it is written here. Its operators are no standard and its block size is the
 * processor's: both are measured, once per process, and a tiny step is compared with that of the standard graph.
 */
import { GraphBuilder } from '../../network/builder';
import type { Graph } from '../../network/graph';
import { openSession, type Value } from '../../network/session';
import type { TrainingGraph } from '../graph';
import { lastIntoBlocks } from './nchwc';
import { toOrder } from './order';
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
    const block = await measuredBlock();
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

/** The number of channels that lie together: where the second position of the first channel comes to lie. */
async function measuredBlock(): Promise<number | undefined> {
  const channels = 64;
  const builder = new GraphBuilder('reorder');
  builder.output(lastIntoBlocks(builder, builder.input('x', [1, 1, 2, channels])));
  const data = Float32Array.from({ length: 2 * channels }, (_, i) => i);
  const [reordered] = Object.values(await outputsOf(builder.graph, { x: { dims: [1, 1, 2, channels], data } }));
  const block = reordered.indexOf(channels);
  const expected = toOrder(
    Float32Array.from(data, (_, i) => (i % 2) * channels + Math.floor(i / 2)),
    { kind: 'map', dims: [1, channels, 1, 2] },
    block > 0 ? block : 1,
  );
  return block > 1 && reordered.every((value, i) => value === expected[i]) ? block : undefined;
}

async function outputsOf(graph: Graph, feeds: Readonly<Record<string, Value>>): Promise<Record<string, Float32Array>> {
  const session = await openSession(graph, { device: 'cpu', threads: 1 });
  try {
    const outputs = await session.run(feeds);
    return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data]));
  } finally {
    await session.release();
  }
}
