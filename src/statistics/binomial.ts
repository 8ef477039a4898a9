/**
 * The binomial distribution, exactly: terms by the saddle-point expansion of Loader (2000), "Fast and accurate computation of binomial
 * probabilities", which loses no digits to large factorials, and tails as sums of them.
 */

/**
 * P(X >= k), X the number of successes in n trials of probability p each; relative error below 1e-10 for n up to 1e5.
 * Throws RangeError unless n is a whole number from 0, k is a whole number, and p lies in [0, 1].
 */
export function binomialTail(k: number, n: number, p: number): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`Trials are a whole number from 0, found ${n}.`);
  if (!Number.isSafeInteger(k)) throw new RangeError(`Successes are a whole number, found ${k}.`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies between 0 and 1, found ${p}.`);
  if (k <= 0) return 1;
  if (k > n || p === 0) return 0;
  if (p === 1) return 1;
  // The smaller tail is summed: a difference from 1 would lose the digits of a small one.
  return k > n * p ? upperSum(k, n, p) : Math.max(0, 1 - upperSum(n - k + 1, n, 1 - p));
}

/** Sum of the terms from k up, where they fall: k lies above the mean, and each is less than the one before. */
function upperSum(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  let term = probability(k, n, p);
  let sum = term;
  for (let i = k; i < n && term > sum * Number.EPSILON * 1e-3; i++) {
    term *= (odds * (n - i)) / (i + 1);
    sum += term;
  }
  return Math.min(1, sum);
}

/** P(X = k), 0 < p < 1. */
function probability(k: number, n: number, p: number): number {
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const log = stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n * p) - deviance(n - k, n * (1 - p));
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** log n! less Stirling's formula for it, n from 1. */
function stirlingError(n: number): number {
  if (n < 16) {
    let factorial = 1;
    for (let i = 2; i <= n; i++) factorial *= i;
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2;
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x log(x / mean) + mean - x; by its series where x is near the mean and the terms would cancel. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
