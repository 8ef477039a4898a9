/** Percentile confidence intervals by resampling whole cases: patches of one patient are not independent, patients are. */
import { seededRandom } from './random';

export interface Interval {
  low: number;
  high: number;
  /** Resamples that gave a value; a resample without, say, positives gives none. */
  draws: number;
}

/**
 * 95 % percentile interval of `statistic` over resamples of cases, drawn with replacement, as many as there are (percentile
 * bootstrap; Efron and Tibshirani, chapter 13). Undefined when no resample gave a value.
 * @param caseOf [n] the case each observation belongs to
 * @param statistic of the observations with these indices; indices repeat when their case was drawn more than once
 */
export function bootstrapOverCases(
  caseOf: ArrayLike<string | number>,
  statistic: (indices: number[]) => number | undefined,
  { draws = 1000, seed = 1 }: { draws?: number; seed?: number } = {},
): Interval | undefined {
  const byCase = new Map<string | number, number[]>();
  for (let i = 0; i < caseOf.length; i++) {
    const members = byCase.get(caseOf[i]);
    if (members) members.push(i);
    else byCase.set(caseOf[i], [i]);
  }
  const cases = [...byCase.values()];
  const random = seededRandom(seed);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const indices: number[] = [];
    for (let k = 0; k < cases.length; k++) for (const i of cases[Math.floor(random() * cases.length)]) indices.push(i);
    const value = statistic(indices);
    if (value !== undefined) values.push(value);
  }
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975), draws: values.length };
}

/** The q-quantile of values sorted upwards [n >= 1], linear between neighbours (numpy's default). */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/**
 * 95 % interval of an AUC by resampling cases. Scores are sorted once; a resample only counts how often each case was drawn, so
 * it costs one walk over the observations. Undefined when no resample had both positives and negatives.
 */
export function bootstrapAuc(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean | number>,
  caseOf: ArrayLike<string | number>,
  options?: { draws?: number; seed?: number },
): Interval | undefined {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  const times = new Uint32Array(scores.length);
  return bootstrapOverCases(
    caseOf,
    (indices) => {
      times.fill(0);
      for (const i of indices) times[i]++;
      return weightedAuc(order, scores, positive, times);
    },
    options,
  );
}

/** AUC when observation i counts times[i]-fold; `order` by falling score. Undefined where no positive or no negative counts. */
export function weightedAuc(
  order: readonly number[],
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean | number>,
  times: Uint32Array,
): number | undefined {
  let wins = 0;
  let above = 0;
  let negatives = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; end < order.length && scores[order[end]] === scores[order[start]]; end++) {
      const i = order[end];
      if (positive[i]) tiedPositives += times[i];
      else tiedNegatives += times[i];
    }
    wins += tiedNegatives * (above + tiedPositives / 2);
    above += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  return above === 0 || negatives === 0 ? undefined : wins / (above * negatives);
}
