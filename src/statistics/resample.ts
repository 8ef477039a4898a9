/** Resamples of cases, drawn once and shared by every figure of an evaluation: intervals of one table then belong together. */
import { seededRandom } from './random';

/** How often each case was drawn, resample after resample. */
export interface Resamples {
  cases: number;
  draws: number;
  /** [draws, cases] */
  times: Uint16Array;
}

/**
 * Draws `cases` cases with replacement, `draws` times: the same draws as bootstrapOverCases makes of as many cases with the same seed.
 * Throws RangeError for more cases than can be counted.
 */
export function caseResamples(cases: number, { draws = 1000, seed = 1 }: { draws?: number; seed?: number } = {}): Resamples {
  if (!(cases >= 0 && cases < 65536)) throw new RangeError(`Between 0 and 65535 cases can be resampled, found ${cases}.`);
  const random = seededRandom(seed);
  const times = new Uint16Array(draws * cases);
  for (let draw = 0; draw < draws; draw++) for (let k = 0; k < cases; k++) times[draw * cases + Math.floor(random() * cases)]++;
  return { cases, draws, times };
}

/** Numbers the cases in the order of their first appearance: the number of each observation's case, and how many there are. */
export function numberCases(caseOf: ArrayLike<string | number>): { numbers: Uint32Array; cases: number } {
  const known = new Map<string | number, number>();
  const numbers = new Uint32Array(caseOf.length);
  for (let i = 0; i < caseOf.length; i++) {
    const number = known.get(caseOf[i]) ?? known.size;
    known.set(caseOf[i], number);
    numbers[i] = number;
  }
  return { numbers, cases: known.size };
}
