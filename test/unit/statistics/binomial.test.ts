/** Tails of the binomial distribution against sums in whole numbers, which have no rounding. */
import { equal, ok, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { binomialTail } from '../../../src/statistics/binomial';

/** P(X >= k) for p = a / b as an exact fraction, then rounded once to 17 digits. */
function exactTail(k: number, n: number, a: bigint, b: bigint): number {
  let choose = 1n;
  let above = 0n;
  for (let i = 0; i <= n; i++) {
    if (i >= k) above += choose * a ** BigInt(i) * (b - a) ** BigInt(n - i);
    choose = (choose * BigInt(n - i)) / BigInt(i + 1);
  }
  return ratio(above, b ** BigInt(n));
}

function ratio(above: bigint, below: bigint): number {
  if (above === 0n) return 0;
  const digits = 18 + below.toString().length - above.toString().length;
  return Number(`${(above * 10n ** BigInt(digits)) / below}e-${digits}`);
}

const near = (found: number, expected: number, message: string) =>
  ok(Math.abs(found - expected) <= 1e-11 * expected, `${message}: ${found}, expected ${expected}`);

describe('the tail of the binomial distribution', () => {
  it('is the sum of its terms, whatever n, k and p', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(), fc.integer({ min: 1, max: 999 }), (n, any, a) => {
        const k = any % (n + 2);
        near(binomialTail(k, n, a / 1000), exactTail(k, n, BigInt(a), 1000n), `P(X >= ${k}), n ${n}, p ${a}/1000`);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its digits far out and for many trials', () => {
    for (const [k, n] of [
      [182, 330],
      [330, 330],
      [1100, 2000],
      [1400, 2000],
      [900, 2000],
    ])
      near(binomialTail(k, n, 0.5), exactTail(k, n, 1n, 2n), `${k} of ${n}`);
    // By symmetry, P(X >= 50001) = (1 - P(X = 50000)) / 2; P(X = n / 2) by Wallis' product to three terms.
    const middle = (1 / Math.sqrt(Math.PI * 50000)) * (1 - 1 / (8 * 50000) + 1 / (128 * 50000 ** 2));
    near(binomialTail(50001, 100000, 0.5), (1 - middle) / 2, 'half of 100,000');
  });

  it('gives the published study its p', () => equal(binomialTail(182, 330, 0.5).toFixed(4), '0.0346'));

  it('is certain from 0 on and impossible beyond n', () => {
    equal(binomialTail(0, 10, 0.3), 1);
    equal(binomialTail(-2, 10, 0.3), 1);
    equal(binomialTail(11, 10, 0.3), 0);
    equal(binomialTail(1, 10, 0), 0);
    equal(binomialTail(10, 10, 1), 1);
    equal(binomialTail(0, 0, 0.5), 1);
  });

  it('refuses what is no count and no probability', () => {
    for (const [k, n, p] of [
      [1.5, 3, 0.5],
      [1, -3, 0.5],
      [1, 3, 1.5],
      [1, 3, Number.NaN],
    ])
      throws(() => binomialTail(k, n, p), RangeError);
  });
});
