/** Whether two readings of the same cases differ in how often they are right (McNemar, Psychometrika 12:153, 1947), exactly. */
import { binomialTail } from './binomial';

/**
 * Two-sided p from the cases right in one reading alone: twice the probability of so few or fewer on the rarer side, each being equally likely
 * on either, at most 1 (as statsmodels' mcnemar(exact=True)). 1 where no case differs. Throws RangeError unless both are whole numbers from 0.
 */
export function mcnemarExact(firstOnly: number, secondOnly: number): number {
  for (const count of [firstOnly, secondOnly])
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Cases are a whole number from 0, found ${count}.`);
  // So few on the rarer side are so many on the other.
  return Math.min(1, 2 * binomialTail(Math.max(firstOnly, secondOnly), firstOnly + secondOnly, 0.5));
}
