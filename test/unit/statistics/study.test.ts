/** The figures of a reader study: equal to what SciPy and statsmodels compute, and true at the ends. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { binomialTail } from '../../../src/statistics/binomial';
import { clopperPearson } from '../../../src/statistics/clopperPearson';
import { mcnemarExact } from '../../../src/statistics/mcnemar';

interface Golden {
  made: Record<string, string>;
  shares: { right: number; of: number; p: number; low: number; high: number }[];
  tails: { k: number; n: number; p: number; tail: number }[];
  paired: { wordsOnly: number; pictureOnly: number; p: number }[];
}

const golden: Golden = JSON.parse(readFileSync('test/golden/study.json', 'utf8'));
/** Relative, for p-values can be tiny. */
const near = (found: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(found - expected) <= tolerance * Math.abs(expected), `${found} is not ${expected}`);

describe(`shares and their tests, against SciPy ${golden.made.scipy} and statsmodels ${golden.made.statsmodels}`, () => {
  for (const { right, of, p, low, high } of golden.shares)
    it(`${right} of ${of}: one-sided p and Clopper-Pearson interval`, () => {
      near(binomialTail(right, of, 0.5), p, 1e-9);
      const found = clopperPearson(right, of)!;
      near(found.low, low, 1e-9);
      near(found.high, high, 1e-9);
    });

  it('tails far out, and of rare successes', () => {
    for (const { k, n, p, tail } of golden.tails) near(binomialTail(k, n, p), tail, 1e-9);
  });

  it('McNemar', () => {
    for (const { wordsOnly, pictureOnly, p } of golden.paired) near(mcnemarExact(wordsOnly, pictureOnly), p, 1e-9);
  });
});

describe('clopperPearson', () => {
  const some = fc.integer({ min: 1, max: 400 }).chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

  it('holds the share, and is the mirror image for misses', () => {
    fc.assert(
      fc.property(some, ([hits, trials]) => {
        const { low, high } = clopperPearson(hits, trials)!;
        assert.ok(0 <= low && low <= hits / trials && hits / trials <= high && high <= 1);
        const mirror = clopperPearson(trials - hits, trials)!;
        assert.ok(Math.abs(low - (1 - mirror.high)) < 1e-12);
      }),
    );
  });

  it('leaves out 2.5 % at either end', () => {
    fc.assert(
      fc.property(some, ([hits, trials]) => {
        const { low, high } = clopperPearson(hits, trials)!;
        if (hits > 0) near(binomialTail(hits, trials, low), 0.025, 1e-8);
        if (hits < trials) near(1 - binomialTail(hits + 1, trials, high), 0.025, 1e-8);
      }),
    );
  });

  it('is nothing without trials, and refuses more hits than trials', () => {
    assert.equal(clopperPearson(0, 0), undefined);
    for (const [hits, trials] of [
      [2, 1],
      [-1, 3],
      [0.5, 3],
    ])
      assert.throws(() => clopperPearson(hits, trials), RangeError);
  });
});

describe('mcnemarExact', () => {
  it('does not tell the readings apart, and never leaves 0..1', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (a, b) => {
        const p = mcnemarExact(a, b);
        assert.ok(p > 0 && p <= 1);
        assert.equal(mcnemarExact(b, a), p);
      }),
    );
    assert.equal(mcnemarExact(0, 0), 1);
    assert.throws(() => mcnemarExact(-1, 2), RangeError);
  });
});
