/** Wilson's score interval of a share (Wilson, JASA 22:209, 1927): unlike the plain one it stays within 0..1 and is fair for few trials. */

/** 97.5 % point of the standard normal distribution. */
const Z95 = 1.959963984540054;

/** 95 % interval of the share `hits` / `trials`, trials being independent; undefined without trials. Throws RangeError when there are more hits than trials. */
export function wilson(hits: number, trials: number): { low: number; high: number } | undefined {
  if (!(Number.isInteger(hits) && Number.isInteger(trials) && hits >= 0 && trials >= hits))
    throw new RangeError(`Hits are a whole number from 0 to the trials, found ${hits} of ${trials}.`);
  if (trials === 0) return undefined;
  const share = hits / trials;
  const square = (Z95 * Z95) / trials;
  const middle = (share + square / 2) / (1 + square);
  const half = (Z95 / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  // At the ends the formula gives exactly 0 and 1, but for rounding.
  return { low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === trials ? 1 : Math.min(1, middle + half) };
}
