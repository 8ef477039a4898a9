/** Scores sorted once for many resamples: a resample only says how often each case counts, and costs one walk over what was sorted. */
import { MIN_TPR } from './partialAuc';
import { byFallingScore } from './roc';

/**
 * Observations by falling score, in steps: a run of positives that no negative parts, of negatives that no positive parts, or positives and
 * negatives of one score. The curve is straight along a step, so its observations count together, an entry for each case and side.
 */
export interface RankedScores {
  /** [entries] number of the case */
  caseOf: Uint32Array;
  /** [entries] observations; negatives are counted below 0 */
  count: Int32Array;
  /** [steps] entry behind the step's last */
  ends: Uint32Array;
  /** [cases] observations of each case */
  positives: Uint32Array;
  negatives: Uint32Array;
}

/**
 * @param scores [n] larger = more positive
 * @param positive [n] the truth
 * @param caseOf [n] number of the case, 0 to cases - 1
 * Throws RangeError when a score is NaN.
 */
export function rankScores(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean | number>,
  caseOf: ArrayLike<number>,
  cases: number,
): RankedScores {
  const order = byFallingScore(scores, positive);
  const sides = [new Uint32Array(cases), new Uint32Array(cases)];
  const entries: Record<'caseOf' | 'count' | 'ends', number[]> = { caseOf: [], count: [], ends: [] };
  // [side] observations of the open step by case
  const step = [new Map<number, number>(), new Map<number, number>()];
  const close = () => {
    for (const side of [1, 0])
      for (const [number, count] of step[side]) {
        entries.caseOf.push(number);
        entries.count.push(side === 1 ? count : -count);
      }
    entries.ends.push(entries.count.length);
    for (const side of step) side.clear();
  };
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && scores[order[end]] === scores[order[start]]) end++;
    const tied = order.subarray(start, end);
    const both = tied.some((i) => positive[i]) && tied.some((i) => !positive[i]);
    const side = positive[tied[0]] ? 1 : 0;
    if (both || step[1 - side].size > 0) close();
    for (const i of tied) {
      const own = positive[i] ? 1 : 0;
      step[own].set(caseOf[i], (step[own].get(caseOf[i]) ?? 0) + 1);
      sides[own][caseOf[i]]++;
    }
    if (both) close();
    start = end;
  }
  close();
  return {
    caseOf: Uint32Array.from(entries.caseOf),
    count: Int32Array.from(entries.count),
    ends: Uint32Array.from(entries.ends),
    positives: sides[1],
    negatives: sides[0],
  };
}

/** AUC when each case counts times[case]-fold; undefined when positives or negatives are gone. */
export function resampledAuc({ caseOf, count, ends }: RankedScores, times: ArrayLike<number>): number | undefined {
  let wins = 0;
  let above = 0;
  let negatives = 0;
  for (let step = 0, k = 0; step < ends.length; step++) {
    let tied = 0;
    let tiedNegatives = 0;
    for (; k < ends[step]; k++) {
      const counted = count[k] * times[caseOf[k]];
      if (counted > 0) tied += counted;
      else tiedNegatives -= counted;
    }
    wins += tiedNegatives * (above + tied / 2);
    above += tied;
    negatives += tiedNegatives;
  }
  return above === 0 || negatives === 0 ? undefined : wins / (above * negatives);
}

export interface ResampledAreas {
  auc: number;
  /** As partialAuc() has them. */
  published: number;
  standard: number;
}

/**
 * The areas of a resample's ROC curve, and into `heights` its sensitivity at the false positive rates 0, 1/g, …, 1 with g + 1 =
 * heights.length: linear between its points; where the curve rises straight up, the upper end (NumPy's interp). Undefined as resampledAuc.
 */
export function resampledCurve(ranked: RankedScores, times: ArrayLike<number>, heights: Float64Array): ResampledAreas | undefined {
  const { caseOf, count, ends } = ranked;
  const allPositives = weighted(ranked.positives, times);
  const allNegatives = weighted(ranked.negatives, times);
  if (allPositives === 0 || allNegatives === 0) return undefined;
  const last = heights.length - 1;
  let grid = 0;
  let wins = 0;
  let published = 0;
  let standard = 0;
  let hits = 0;
  let alarms = 0;
  for (let step = 0, k = 0; step < ends.length; step++) {
    let tied = 0;
    let tiedNegatives = 0;
    for (; k < ends[step]; k++) {
      const counted = count[k] * times[caseOf[k]];
      if (counted > 0) tied += counted;
      else tiedNegatives -= counted;
    }
    if (tied + tiedNegatives === 0) continue;
    wins += tiedNegatives * (hits + tied / 2);
    const x0 = alarms / allNegatives;
    const y0 = hits / allPositives;
    hits += tied;
    alarms += tiedNegatives;
    const x1 = alarms / allNegatives;
    const y1 = hits / allPositives;
    for (; grid / last < x1; grid++) heights[grid] = y0 + ((grid / last - x0) / (x1 - x0)) * (y1 - y0);
    if (y0 >= MIN_TPR) published += ((x1 - x0) * (y0 + y1)) / 2;
    if (y1 > y0 && y1 > MIN_TPR) {
      const low = Math.max(y0, MIN_TPR);
      const xLow = x0 + ((x1 - x0) * (low - y0)) / (y1 - y0);
      standard += (y1 - low) * (1 - (xLow + x1) / 2);
    }
  }
  for (; grid <= last; grid++) heights[grid] = 1;
  return { auc: wins / (allPositives * allNegatives), published: published * (1 - MIN_TPR), standard };
}

function weighted(counts: Uint32Array, times: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] * times[i];
  return sum;
}
