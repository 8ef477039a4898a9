/** DeLong's standard error of an AUC (DeLong, DeLong and Clarke-Pearson, Biometrics 44:837, 1988), by midranks (Sun and Xu, 2014). */
import { auc } from './roc';

export interface DeLong {
  auc: number;
  variance: number;
  /** 95 % interval from the normal distribution, kept within 0..1. */
  low: number;
  high: number;
}

/** 97.5 % point of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * AUC of `scores` against `positive`, both [n], with its variance when every observation is independent; for patches of few cases
 * prefer the bootstrap over cases. Undefined with fewer than two positives or two negatives. Throws RangeError as auc() does.
 */
export function delong(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>): DeLong | undefined {
  const area = auc(scores, positive);
  const placed = placements(scores, positive);
  if (area === undefined || !placed) return undefined;
  const variance = sampleVariance(placed.positives) / placed.positives.length + sampleVariance(placed.negatives) / placed.negatives.length;
  const half = Z95 * Math.sqrt(variance);
  return { auc: area, variance, low: Math.max(0, area - half), high: Math.min(1, area + half) };
}

/**
 * Change from the AUC of `before` to that of `after`, two scores of the same observations [n], with its variance (DeLong's, paired).
 * Undefined with fewer than two positives or two negatives. Throws RangeError as auc() does.
 */
export function delongChange(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  positive: ArrayLike<boolean | number>,
): { change: number; variance: number; low: number; high: number } | undefined {
  const [first, second] = [auc(before, positive), auc(after, positive)];
  const [a, b] = [placements(before, positive), placements(after, positive)];
  if (first === undefined || second === undefined || !a || !b) return undefined;
  const moved = (from: readonly number[], to: readonly number[]) => sampleVariance(to.map((v, i) => v - from[i])) / to.length;
  const variance = moved(a.positives, b.positives) + moved(a.negatives, b.negatives);
  const half = Z95 * Math.sqrt(variance);
  const change = second - first;
  return { change, variance, low: change - half, high: change + half };
}

/** Per positive the share of negatives below it, per negative the share of positives above it, ties counting one half. */
function placements(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean | number>,
): { positives: number[]; negatives: number[] } | undefined {
  const all = midranks(scores);
  const members = (side: boolean) => Array.from({ length: scores.length }, (_, i) => i).filter((i) => Boolean(positive[i]) === side);
  const positives = members(true);
  const negatives = members(false);
  if (positives.length < 2 || negatives.length < 2) return undefined;
  // A positive's rank among all less its rank among positives counts the negatives below it; and the other way round.
  const among = (side: number[]) => midranks(side.map((i) => scores[i]));
  const ranksPositive = among(positives);
  const ranksNegative = among(negatives);
  return {
    positives: positives.map((i, k) => (all[i] - ranksPositive[k]) / negatives.length),
    negatives: negatives.map((i, k) => 1 - (all[i] - ranksNegative[k]) / positives.length),
  };
}

/** Ranks from 1 by rising value; equal values share the mean of their places. */
function midranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function sampleVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
}
