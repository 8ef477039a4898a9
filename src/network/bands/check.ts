/** Whether bands of rows give what the graph gives without them, on this processor's engine; its blocked operators are no standard. */
import { blockSize, outputsOf } from '../blocked/block';
import type { Graph } from '../graph';
import { inBands } from './lower';
import { tinyNetwork, WIDE } from './tinyNetwork';

let checked: Promise<number | undefined> | undefined;

/** Channels of a block where bands are used; undefined where they are not. Tried once a process, in some hundredths of a second. */
export function checkBands(): Promise<number | undefined> {
  checked ??= passingBlock(tinyNetwork());
  return checked;
}

/** Largest difference against the largest value: rounding alone is a thousand times smaller. */
const TOLERANCE = 1e-4;
/** [N, H, W]: heights of whole bands and of none. */
const SIZES = [
  [1, 6, 5],
  [2, 7, 4],
] as const;

/** The trial itself, of a graph with the input `x` and the output `y`, and of what brings it into bands. */
export async function passingBlock(graph: Graph, lower = inBands): Promise<number | undefined> {
  try {
    const block = await blockSize();
    const banded = block === undefined ? undefined : lower(graph, block);
    if (!banded) return undefined;
    for (const [images, height, width] of SIZES) {
      const dims = [images, WIDE, height, width];
      const x = { dims, data: Float32Array.from({ length: images * WIDE * height * width }, (_, i) => Math.sin(1.7 * i)) };
      const [{ y: expected }, { y: found }] = [await outputsOf(graph, { x }), await outputsOf(banded, { x })];
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      if (!expected.every((value, i) => Math.abs(value - found[i]) <= TOLERANCE * largest)) return undefined;
    }
    return block;
  } catch (error) {
    // An engine without these operators says so in its own words; anything that is no error of an engine is ours.
    if (error instanceof RangeError || !(error instanceof Error)) throw error;
    return undefined;
  }
}
