/** The decision on a whole view: score of each class, the class, and the position that decides (SPEC 8). */
import type { Config } from '../project/config';

export interface Decision {
  /** Index of the decided class. */
  classIndex: number;
  /** Per class: the largest (or mean) probability over the positions that count. */
  scores: number[];
  /** Index (row x width + column) of the position where the decided class' probability is largest, and that probability. */
  cell: number;
  probability: number;
}

/**
 * The class with the largest score. A background class (normal tissue is somewhere in almost every view) is decided only when no
 * other class leads, i.e. is more probable than each of the others, at any position that counts; else the best of the others is.
 * Equal values go to the earlier class and position.
 * @param maps probabilities, one map [cells] per class
 * @param background index of the background class; -1: none, the largest score wins
 * @param inside 1 where a position counts (in the breast); absent, or 0 everywhere: all positions count
 */
export function decide(
  maps: readonly Float32Array[],
  scoring: Config['explanation']['scoring'],
  background = -1,
  inside?: Uint8Array,
): Decision {
  const all = Array.from(maps[0], (_, i) => i);
  const tissue = inside ? all.filter((i) => inside[i] === 1) : all;
  const counted = tissue.length > 0 ? tissue : all;
  const scores = maps.map((map) => score(map, counted, scoring));
  const classes = maps.map((_, k) => k);
  const challenged = counted.some((i) => maps.some((map, k) => k !== background && leads(map, i, maps)));
  const candidates = classes.includes(background) ? classes.filter((k) => (k !== background) === challenged) : classes;
  const classIndex = candidates.reduce((best, k) => (scores[k] > scores[best] ? k : best));
  const decided = maps[classIndex];
  const cell = counted.reduce((best, i) => (decided[i] > decided[best] ? i : best), counted[0]);
  return { classIndex, scores, cell, probability: decided[cell] };
}

function score(map: Float32Array, counted: readonly number[], scoring: 'max' | 'mean'): number {
  let top = 0;
  let sum = 0;
  for (const i of counted) {
    top = Math.max(top, map[i]);
    sum += map[i];
  }
  return scoring === 'max' ? top : sum / counted.length;
}

function leads(map: Float32Array, i: number, maps: readonly Float32Array[]): boolean {
  return maps.every((other) => other === map || map[i] > other[i]);
}
