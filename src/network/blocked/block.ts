/** How many channels the engine of this processor takes together. */
import { GraphBuilder } from '../builder';
import type { Graph } from '../graph';
import { openSession, type Value } from '../session';
import { lastIntoBlocks } from './nchwc';
import { toOrder } from './order';

let measured: Promise<number | undefined> | undefined;

/** Channels of a block, measured once a process; undefined where the engine orders its channels in another way than is written here. Throws what the engine throws. */
export function blockSize(): Promise<number | undefined> {
  measured ??= measure();
  return measured;
}

/** The number of channels that lie together: where the second position of the first channel comes to lie. */
async function measure(): Promise<number | undefined> {
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

/** What a graph gives on the CPU, by name: for comparisons on tiny graphs. */
export async function outputsOf(graph: Graph, feeds: Readonly<Record<string, Value>>): Promise<Record<string, Float32Array>> {
  const session = await openSession(graph, { device: 'cpu', threads: 1 });
  try {
    const outputs = await session.run(feeds);
    return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data]));
  } finally {
    await session.release();
  }
}
