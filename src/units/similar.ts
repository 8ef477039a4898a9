/**
 * Which views are alike: influence(unit, view, class) = largest activation in the view x weight (paper, section 2.3), all units of a view for
 * one class as one vector, and the Euclidean distance between two of them. Influences are parts of a logit and share its unit, so that a
 * difference weighs what it weighs in the decision; a cosine would call a faint trace and a plain finding of the same pattern the same,
 * and is told beside the distance, not ordered by.
 */
import { influences, largestUnits } from '../mining/influence';
import type { SharedUnit } from '../protocol/similar';
import { unitId } from '../protocol/unit';
import type { ViewTable } from './viewTable';

export interface Neighbour {
  viewId: string;
  distance: number;
  cosine: number;
  shared: SharedUnit[];
}

export interface SimilarQuestion {
  /** [units] largest activations in the query view */
  query: Float32Array;
  table: ViewTable;
  /** [classes, units] of the linear layer, and the class compared. */
  weight: Float32Array;
  classIndex: number;
  /** Views that are compared; absent: all. */
  among?: (viewId: string) => boolean;
  count: number;
  /** Most influential units of a view (paper: 8). */
  topUnits: number;
}

/** The `count` nearest views, nearest first; equal distances in the order of the table. */
export function nearestViews({ query, table, weight, classIndex, among, count, topUnits }: SimilarQuestion): Neighbour[] {
  const own = influences(query, weight, classIndex);
  const row = (i: number) => influences(table.maxima.subarray(i * table.units, (i + 1) * table.units), weight, classIndex);
  const rows = table.views.map((viewId, i) => ({ viewId, i })).filter(({ viewId }) => among?.(viewId) ?? true);
  const measured = rows.map(({ viewId, i }) => ({ viewId, i, distance: distanceOf(own, row(i)) }));
  measured.sort((a, b) => a.distance - b.distance || a.i - b.i);
  return measured.slice(0, count).map(({ viewId, i, distance }) => {
    const other = row(i);
    return { viewId, distance, cosine: cosineOf(own, other), shared: sharedUnits(own, other, topUnits) };
  });
}

function distanceOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let u = 0; u < a.length; u++) sum += (a[u] - b[u]) ** 2;
  return Math.sqrt(sum);
}

/** 0 where one of them is nothing. */
function cosineOf(a: Float64Array, b: Float64Array): number {
  let product = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let u = 0; u < a.length; u++) {
    product += a[u] * b[u];
    lengthA += a[u] ** 2;
    lengthB += b[u] ** 2;
  }
  return lengthA > 0 && lengthB > 0 ? product / Math.sqrt(lengthA * lengthB) : 0;
}

/** Units among the most influential of both, those that speak against the class left out. */
function sharedUnits(own: Float64Array, other: Float64Array, topUnits: number): SharedUnit[] {
  const theirs = new Set(largestUnits(other, topUnits));
  return largestUnits(own, topUnits)
    .filter((unit) => theirs.has(unit) && own[unit] > 0 && other[unit] > 0)
    .map((unit) => ({ unit: unitId(unit), onQuery: own[unit], onView: other[unit] }))
    .sort((a, b) => Math.min(b.onQuery, b.onView) - Math.min(a.onQuery, a.onView));
}
