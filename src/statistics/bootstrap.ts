/** Percentile confidence intervals by resampling whole cases: patches of one patient are not independent, patients are. */

import { aucOfCases, caseWins } from './caseWins';
import { seededRandom } from './random';
import { type RankedScores, rankScores, resampledAuc } from './rankedScores';
import { caseResamples, numberCases, type Resamples } from './resample';

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
  return percentileInterval(values);
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
  const { numbers, cases } = numberCases(caseOf);
  return aucInterval(rankScores(scores, positive, numbers, cases), caseResamples(cases, options));
}

/** A pair of cases costs a resample a multiplication, an entry a look-up and a branch: measured, so many pairs in the time of one entry. */
const PAIRS_FOR_AN_ENTRY = 4;

/** The same over resamples that other figures share. */
export function aucInterval(ranked: RankedScores, { cases, draws, times }: Resamples): Interval | undefined {
  const values: number[] = [];
  const pairs = ranked.positives.filter(Boolean).length * ranked.negatives.filter(Boolean).length;
  const wins = pairs < PAIRS_FOR_AN_ENTRY * ranked.caseOf.length ? caseWins(ranked) : undefined;
  for (let draw = 0; draw < draws; draw++) {
    const drawn = times.subarray(draw * cases, (draw + 1) * cases);
    const value = wins ? aucOfCases(wins, ranked, drawn) : resampledAuc(ranked, drawn);
    if (value !== undefined) values.push(value);
  }
  return percentileInterval(values);
}

/** From the 2.5 % to the 97.5 % point of resampled values, which are sorted in place; undefined when there are none. */
export function percentileInterval(values: number[] | Float64Array): Interval | undefined {
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975), draws: values.length };
}
