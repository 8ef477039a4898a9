/** The exact interval of a share (Clopper and Pearson, Biometrika 26:404, 1934): it holds the true share at least 95 % of the time, however few the trials. */
import { binomialTail } from './binomial';

/** Left out on either side of a 95 % interval. */
const SIDE = 0.025;

/**
 * 95 % interval of the share `hits` / `trials`, trials being independent; undefined without trials. Throws RangeError unless hits are a whole
 * number from 0 to the trials.
 */
export function clopperPearson(hits: number, trials: number): { low: number; high: number } | undefined {
  if (!(Number.isSafeInteger(hits) && Number.isSafeInteger(trials) && hits >= 0 && trials >= hits))
    throw new RangeError(`Hits are a whole number from 0 to the trials, found ${hits} of ${trials}.`);
  if (trials === 0) return undefined;
  return { low: lowest(hits, trials), high: 1 - lowest(trials - hits, trials) };
}

/** The share under which so many hits or more have a probability of 2.5 %, by halving: the tail only grows with the share. */
function lowest(hits: number, trials: number): number {
  if (hits === 0) return 0;
  let low = 0;
  let high = hits / trials;
  for (;;) {
    const middle = (low + high) / 2;
    // No number lies between the two any more.
    if (middle <= low || middle >= high) return middle;
    if (binomialTail(hits, trials, middle) < SIDE) low = middle;
    else high = middle;
  }
}
