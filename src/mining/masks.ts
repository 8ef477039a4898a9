/** Masks: where a unit speaks, i.e. its map, upsampled bilinearly, above a threshold (SPEC 6; Network Dissection). */
import type { Mask } from '../pixels/image';
import type { Config } from '../project/config';
import { type GridPlacement, sampleBilinear } from '../protocol/grid';

/** A unit's map [height, width] and where its cells lie over the picture that it is drawn on, in that picture's pixels. */
export interface PlacedMap {
  width: number;
  height: number;
  data: ArrayLike<number>;
  placement: GridPlacement;
}

/**
 * The threshold of a unit's masks, as an activation. `share`: of its largest activation on the hold-out set (published: 20 %).
 * `quantile`: what that share of its activations exceeds (Network Dissection: 0.5 %).
 */
export function maskThreshold(rule: Config['mining']['mask'], maxActivation: number, upperQuantile: (q: number) => number): number {
  return rule.rule === 'share' ? rule.of * maxActivation : upperQuantile(rule.of);
}

/** Pixels of a width x height picture whose upsampled activation is above the threshold; a unit that is silent everywhere masks nothing. */
export function unitMask(map: PlacedMap, threshold: number, width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  forEachAbove(map, threshold, width, height, (index) => {
    data[index] = 1;
  });
  return { width, height, data };
}

/**
 * Calls `visit` with the index (row x width + column) of every pixel whose upsampled activation is above the threshold. Between four cells
 * the value lies between theirs, so a block of pixels with no cell above the threshold at its corners is passed over.
 */
export function forEachAbove(map: PlacedMap, threshold: number, width: number, height: number, visit: (index: number) => void): void {
  const { placement } = map;
  // Pixel i covers i..i+1, its middle is what is sampled.
  const columns = blocks(width, map.width, (i) => (i + 0.5 - placement.x0) / placement.stepX);
  const rows = blocks(height, map.height, (i) => (i + 0.5 - placement.y0) / placement.stepY);
  const { data } = map;
  for (const row of rows) {
    const upper = row.low * map.width;
    const lower = row.high * map.width;
    for (const column of columns) {
      if (
        !(data[upper + column.low] > threshold) &&
        !(data[upper + column.high] > threshold) &&
        !(data[lower + column.low] > threshold) &&
        !(data[lower + column.high] > threshold)
      )
        continue;
      for (let y = row.from; y < row.to; y++)
        for (let x = column.from; x < column.to; x++)
          if (sampleBilinear(data, map.width, map.height, column.at(x), row.at(y)) > threshold) visit(y * width + x);
    }
  }
}

/** Runs of pixels between the same two cells. */
interface Block {
  from: number;
  to: number;
  low: number;
  high: number;
  at: (pixel: number) => number;
}

function blocks(pixels: number, cells: number, at: (pixel: number) => number): Block[] {
  const found: Block[] = [];
  for (let i = 0; i < pixels; i++) {
    const place = Math.min(Math.max(at(i), 0), cells - 1);
    const low = Math.floor(place);
    const last = found.at(-1);
    if (last?.low === low) last.to = i + 1;
    else found.push({ from: i, to: i + 1, low, high: Math.min(low + 1, cells - 1), at });
  }
  return found;
}
