/** What a number of answers can show: a null result of a study too small to find anything is no result. */
import type { StudyPower } from '../protocol/study';
import { binomialTail } from '../statistics/binomial';

/** One-sided. */
const LEVEL = 0.05;
/** True shares of right answers. The published readers were right in 55 % of cases. */
const ACCURACIES = [0.55, 0.6, 0.65, 0.7, 0.8];
/** Numbers of answers to compare a study's own with; 330 is the published one's. */
const SERIES = [20, 50, 100, 200, 330, 500, 1000];

/**
 * Fewest right of n answers with an exact one-sided binomial p (against guessing, 0.5) of at most 0.05; null where not even all right
 * would do, below five answers.
 */
export function neededRight(n: number): number | null {
  let [low, high] = [0, n + 1];
  // The tail falls with k: p(low) > level >= p(high), and none right beyond n is the limit.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialTail(middle, n, 0.5) <= LEVEL) high = middle;
    else low = middle;
  }
  return high <= n ? high : null;
}

/** The table for given numbers of answers beside a series of others, each once, ascending; power: the probability of so many right at a true accuracy. */
export function studyPower(...answers: number[]): StudyPower {
  const all = [...new Set([...answers, ...SERIES])].sort((a, b) => a - b);
  const rows = all.map((n) => {
    const needed = neededRight(n);
    return { n, needed, power: ACCURACIES.map((accuracy) => (needed === null ? 0 : binomialTail(needed, n, accuracy))) };
  });
  return { rows, accuracies: ACCURACIES };
}
