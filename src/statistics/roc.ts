/** The ROC curve of a score and the area under it. */

/** Points by falling threshold, from (0, 0) to (1, 1); one for every distinct score, so equal scores make one sloped step. */
export interface RocCurve {
  /** [points] share of negatives at or above the threshold */
  fpr: number[];
  /** [points] share of positives at or above the threshold */
  tpr: number[];
  /** [points] score from which a case counts as positive; Infinity for the first point */
  thresholds: number[];
  positives: number;
  negatives: number;
}

/**
 * The ROC curve of `scores` (larger = more positive) against the truth `positive` (true or 1), both [n].
 * Undefined when there are no positives or no negatives: neither rate exists then.
 * Throws RangeError when the lengths differ or a score is NaN.
 */
export function rocCurve(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>): RocCurve | undefined {
  const order = byFallingScore(scores, positive);
  let positives = 0;
  for (let i = 0; i < positive.length; i++) if (positive[i]) positives++;
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const curve: RocCurve = { fpr: [0], tpr: [0], thresholds: [Infinity], positives, negatives };
  let hits = 0;
  for (let i = 0; i < order.length; i++) {
    if (positive[order[i]]) hits++;
    const score = scores[order[i]];
    if (i + 1 < order.length && scores[order[i + 1]] === score) continue;
    curve.fpr.push((i + 1 - hits) / negatives);
    curve.tpr.push(hits / positives);
    curve.thresholds.push(score);
  }
  return curve;
}

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, a tie counting one half (Mann-Whitney).
 * Undefined when there are no positives or no negatives. Throws RangeError when the lengths differ or a score is NaN.
 */
export function auc(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>): number | undefined {
  const order = byFallingScore(scores, positive);
  let wins = 0; // pairs won, a tie counting one half
  let above = 0; // positives with a strictly larger score
  let negatives = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tied = 0;
    while (end < order.length && scores[order[end]] === scores[order[start]]) {
      if (positive[order[end]]) tied++;
      end++;
    }
    const tiedNegatives = end - start - tied;
    wins += tiedNegatives * (above + tied / 2);
    above += tied;
    negatives += tiedNegatives;
    start = end;
  }
  return above === 0 || negatives === 0 ? undefined : wins / (above * negatives);
}

/** Area under the piecewise linear curve through (x, y), both [n], x never falling. */
export function trapezoid(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/** Indices of the scores, the largest first, equal ones in their order. Throws RangeError when the lengths differ or a score is NaN. */
export function byFallingScore(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>): Uint32Array {
  if (scores.length !== positive.length)
    throw new RangeError(`Every score needs a truth: found ${scores.length} scores and ${positive.length} truths.`);
  const order = new Uint32Array(scores.length);
  for (let i = 0; i < order.length; i++) {
    if (Number.isNaN(scores[i])) throw new RangeError(`Score ${i} is not a number.`);
    order[i] = i;
  }
  // Subtracting would give NaN for two infinite scores.
  return order.sort((a, b) => (scores[a] < scores[b] ? 1 : scores[a] > scores[b] ? -1 : a - b));
}
