/** The decision on an image, for mining and explanations alike: score of each class, the class, and the position that decides (SPEC 8). */
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

/** How an image is decided. */
export interface DecisionRule {
  /** Image score of a class: the maximum of its probability map (published), or its mean. */
  scoring: Config['explanation']['scoring'];
  /** Class that is decided only when no other leads anywhere; -1: the largest score wins. */
  background: number;
}

/**
 * Index of the class that an image is decided for.
 * @param logits [classes, cells] of one image; a patch has one cell
 * @param inside [cells] 1 where a cell counts; absent, or 0 everywhere: all count
 */
export function decidedClass(logits: Float32Array, classes: number, { scoring, background }: DecisionRule, inside?: Uint8Array): number {
  return decide(probabilityMaps(logits, classes), scoring, background, inside).classIndex;
}

/**
 * Softmax over the classes at every position.
 * @param logits [classes, cells]
 * @returns one map [cells] per class, 0..1
 */
export function probabilityMaps(logits: Float32Array, classes: number): Float32Array[] {
  const cells = logits.length / classes;
  const maps = Array.from({ length: classes }, () => new Float32Array(cells));
  for (let i = 0; i < cells; i++) {
    let top = -Infinity;
    for (let k = 0; k < classes; k++) top = Math.max(top, logits[k * cells + i]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[k * cells + i] - top);
    for (let k = 0; k < classes; k++) maps[k][i] = Math.exp(logits[k * cells + i] - top) / sum;
  }
  return maps;
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
  const counted = countedCells(maps[0].length, inside);
  const scores = maps.map((map) => score(map, counted, scoring));
  const classes = maps.map((_, k) => k);
  const challenged = counted.some((i) => maps.some((map, k) => k !== background && leads(map, i, maps)));
  const candidates = classes.includes(background) ? classes.filter((k) => (k !== background) === challenged) : classes;
  const classIndex = candidates.reduce((best, k) => (scores[k] > scores[best] ? k : best));
  const cell = decidingCell(maps[classIndex], inside);
  return { classIndex, scores, cell, probability: maps[classIndex][cell] };
}

/** The first position, of those that count, where a class' probability map [cells] is largest. */
export function decidingCell(map: Float32Array, inside?: Uint8Array): number {
  const counted = countedCells(map.length, inside);
  return counted.reduce((best, i) => (map[i] > map[best] ? i : best), counted[0]);
}

function countedCells(cells: number, inside: Uint8Array | undefined): number[] {
  const all = Array.from({ length: cells }, (_, i) => i);
  const tissue = inside ? all.filter((i) => inside[i] === 1) : all;
  return tissue.length > 0 ? tissue : all;
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
