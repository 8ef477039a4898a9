/** The values of a map that its colours run between, and where its mask begins. */
import type { Grid8 } from '../../src/protocol/grid';
import type { Looks } from './looks';

export interface Range {
  low: number;
  high: number;
}

/** From nothing to the map's largest value, as in the static picture; a map that is nowhere above nothing keeps its own range. */
export function rangeOf(map: Grid8): Range {
  const high = largestOf(map);
  return { low: high > 0 ? 0 : map.offset, high };
}

/** Probabilities of different classes are compared on one scale. */
export const PROBABILITIES: Range = { low: 0, high: 1 };

export function largestOf(map: Grid8): number {
  return map.offset + 255 * map.scale;
}

/** The threshold in the map's own values: the chosen share of its largest, else its own. Undefined: it has none. */
export function thresholdOf(map: Grid8, looks: Pick<Looks, 'threshold'>, own?: number): number | undefined {
  return looks.threshold === undefined ? own : looks.threshold * largestOf(map);
}
