import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aucInterval } from '../../../src/statistics/bootstrap';
import { aucOfCases, caseWins } from '../../../src/statistics/caseWins';
import { curveIntervals } from '../../../src/statistics/curveIntervals';
import { partialAuc } from '../../../src/statistics/partialAuc';
import { rankScores, resampledAuc, resampledCurve } from '../../../src/statistics/rankedScores';
import { caseResamples, numberCases } from '../../../src/statistics/resample';
import { auc, rocCurve } from '../../../src/statistics/roc';

const near = (found: number | undefined, expected: number | undefined) =>
  assert.ok(found === expected || Math.abs(found! - expected!) < 1e-12, `${found} is not ${expected}`);

/** Observations with few distinct scores, so that many are tied, each of one of five cases that count up to three times. */
const observations = fc.record({
  rows: fc.array(fc.record({ score: fc.integer({ min: 0, max: 6 }), positive: fc.boolean(), caseOf: fc.nat(4) }), {
    minLength: 1,
    maxLength: 40,
  }),
  times: fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }),
});

describe('a resample of cases', () => {
  it('has the AUC, partial areas and heights of the curve through its repeated observations', () => {
    fc.assert(
      fc.property(observations, ({ rows, times }) => {
        const ranked = rankScores(
          rows.map((r) => r.score),
          rows.map((r) => r.positive),
          rows.map((r) => r.caseOf),
          5,
        );
        const repeated = rows.flatMap((r) => Array.from({ length: times[r.caseOf] }, () => r));
        const scores = repeated.map((r) => r.score);
        const positive = repeated.map((r) => r.positive);
        const heights = new Float64Array(11);
        const found = resampledCurve(ranked, times, heights);
        near(resampledAuc(ranked, times), auc(scores, positive));
        assert.equal(aucOfCases(caseWins(ranked), ranked, times), resampledAuc(ranked, times));
        const curve = rocCurve(scores, positive);
        if (!curve) return assert.equal(found, undefined);
        near(found?.auc, auc(scores, positive));
        const areas = partialAuc(curve);
        near(found?.published, areas.published);
        near(found?.standard, areas.standard);
        for (const [i, height] of heights.entries()) near(height, heightOf(curve, i / 10));
      }),
      { numRuns: 400 },
    );
  });

  it('counts as many cases as there are, the same ones for the same seed', () => {
    const { times, draws, cases } = caseResamples(7, { draws: 50, seed: 3 });
    for (let d = 0; d < draws; d++)
      assert.equal(
        times.subarray(d * cases, (d + 1) * cases).reduce((a, b) => a + b, 0),
        7,
      );
    assert.deepEqual(caseResamples(7, { draws: 50, seed: 3 }).times, times);
    assert.notDeepEqual(caseResamples(7, { draws: 50, seed: 4 }).times, times);
    assert.throws(() => caseResamples(70_000), RangeError);
  });

  it('gives the areas the same intervals alone and with the band, and the band holds the heights of most resamples', () => {
    const n = 120;
    const { numbers, cases } = numberCases(Array.from({ length: n }, (_, i) => `case ${i % 15}`));
    const positive = Array.from({ length: n }, (_, i) => (i * 7) % 3 === 0);
    const ranked = rankScores(
      positive.map((p, i) => ((i * 37) % 101) / 101 + (p ? 0.3 : 0)),
      positive,
      numbers,
      cases,
    );
    const resamples = caseResamples(cases, { draws: 200, seed: 1 });
    const intervals = curveIntervals(ranked, resamples)!;
    assert.deepEqual(intervals.auc, aucInterval(ranked, resamples));
    const { low, high } = intervals.band;
    low.forEach((y, i) => {
      assert.ok(y <= high[i] && y >= 0 && high[i] <= 1);
      if (i > 0) assert.ok(y >= low[i - 1] && high[i] >= high[i - 1], 'a sensitivity never falls');
    });
  });
});

/** NumPy's interp: linear between points, the last of those at the same rate. */
function heightOf({ fpr, tpr }: { fpr: number[]; tpr: number[] }, x: number): number {
  const at = fpr.findLastIndex((f) => f <= x);
  if (at === fpr.length - 1) return tpr[at];
  return tpr[at] + ((x - fpr[at]) / (fpr[at + 1] - fpr[at])) * (tpr[at + 1] - tpr[at]);
}
