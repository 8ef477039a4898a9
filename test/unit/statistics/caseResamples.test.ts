/** The same resamples for every statistic: those of the bootstrap over cases, draw by draw. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bootstrapAuc, bootstrapOverCases } from '../../../src/statistics/bootstrap';
import { CaseResamples, intervalOfDraws } from '../../../src/statistics/caseResamples';

const observations = fc.array(
  fc.record({ of: fc.integer({ min: 0, max: 6 }), score: fc.integer({ min: 0, max: 9 }), positive: fc.boolean() }),
  { minLength: 1, maxLength: 25 },
);

describe('resamples of cases', () => {
  it('give the intervals of the bootstrap over cases with the same seed', () => {
    fc.assert(
      fc.property(observations, fc.nat(), (all, seed) => {
        const cases = all.map(({ of }) => `case ${of}`);
        const scores = all.map(({ score }) => score);
        const positive = all.map((o) => o.positive);
        const options = { draws: 30, seed };
        const resamples = new CaseResamples(cases, options);
        assert.deepEqual(intervalOfDraws(resamples.aucs(scores, positive)), bootstrapAuc(scores, positive, cases, options));
        const mean = (indices: number[]) => indices.reduce((sum, i) => sum + scores[i], 0) / indices.length;
        const [found, expected] = [intervalOfDraws(resamples.means(scores))!, bootstrapOverCases(cases, mean, options)!];
        assert.ok(Math.abs(found.low - expected.low) < 1e-9 && Math.abs(found.high - expected.high) < 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('compare two scores on the same patients: a score against itself changes nothing in any draw', () => {
    const resamples = new CaseResamples(['a', 'a', 'b', 'c', 'c', 'd'], { draws: 50, seed: 2 });
    const scores = [0.1, 0.4, 0.35, 0.8, 0.2, 0.9];
    const positive = [0, 1, 0, 1, 0, 1];
    const [one, two] = [resamples.aucs(scores, positive), resamples.aucs([...scores], positive)];
    for (const [i, value] of one.entries()) assert.ok(Object.is(value, two[i]));
  });

  it('leave out values that are none, and have no interval where nothing is left', () => {
    const resamples = new CaseResamples(['a', 'b'], { draws: 20, seed: 1 });
    assert.ok(resamples.means([Number.NaN, 3]).every((v) => v === 3 || Number.isNaN(v)));
    assert.equal(intervalOfDraws(resamples.means([Number.NaN, Number.NaN])), undefined);
    assert.equal(intervalOfDraws(new CaseResamples(['a'], { draws: 5, seed: 1 }).aucs([1], [1])), undefined);
  });
});
