/** Whether a probability means what it says: reliability in bins, expected calibration error and Brier score. */

import type { Calibration } from '../protocol/evaluation';

/**
 * Calibration of `scores` in 0..1 against the truth `positive`, both [n >= 1], in bins of equal width (scikit-learn's calibration_curve
 * with strategy `uniform`). Throws RangeError when a score is no probability.
 */
export function calibration(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>, count = 10): Calibration {
  const width = 1 / count;
  const edges = Array.from({ length: count + 1 }, (_, k) => (k === count ? 1 : k * width));
  const sums = edges.slice(1).map(() => ({ count: 0, score: 0, positives: 0 }));
  let brier = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    if (!(score >= 0 && score <= 1)) throw new RangeError(`Score ${i} is ${score}, no probability.`);
    let k = Math.min(Math.floor(score * count), count - 1);
    while (k > 0 && score <= edges[k]) k--;
    while (score > edges[k + 1]) k++;
    const truth = positive[i] ? 1 : 0;
    sums[k].count++;
    sums[k].score += score;
    sums[k].positives += truth;
    brier += (score - truth) ** 2;
  }
  const error = sums.reduce((sum, bin) => sum + Math.abs(bin.positives - bin.score), 0);
  return {
    bins: sums.map((bin, k) => ({
      low: edges[k],
      high: edges[k + 1],
      count: bin.count,
      ...(bin.count > 0 && { mean: bin.score / bin.count, frequency: bin.positives / bin.count }),
    })),
    error: error / scores.length,
    brier: brier / scores.length,
  };
}
