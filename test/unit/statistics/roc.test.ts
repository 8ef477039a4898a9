import assert from 'node:assert/strict';
import fc from 'fast-check';
import { auc, rocCurve, trapezoid } from '../../../src/statistics/roc';

// Few distinct scores, so that ties are common.
const cases = fc.array(fc.record({ score: fc.integer({ min: 0, max: 6 }).map((n) => n / 4), positive: fc.boolean() }), { maxLength: 40 });

function byPairs(scores: number[], positive: boolean[]): number | undefined {
  let won = 0;
  let pairs = 0;
  for (let i = 0; i < scores.length; i++)
    for (let j = 0; j < scores.length; j++)
      if (positive[i] && !positive[j]) {
        pairs++;
        won += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      }
  return pairs === 0 ? undefined : won / pairs;
}

describe('ROC curve', () => {
  it('has an area equal to the share of positive-negative pairs in the right order, ties counting one half', () => {
    fc.assert(
      fc.property(cases, (list) => {
        const scores = list.map((c) => c.score);
        const positive = list.map((c) => c.positive);
        const expected = byPairs(scores, positive);
        const found = auc(scores, positive);
        if (expected === undefined) assert.equal(found, undefined);
        else assert.ok(Math.abs(found! - expected) < 1e-12);
      }),
    );
  });

  it('encloses by trapezoids the area that ranks give', () => {
    fc.assert(
      fc.property(cases, (list) => {
        const scores = list.map((c) => c.score);
        const positive = list.map((c) => c.positive);
        const curve = rocCurve(scores, positive);
        if (curve === undefined) assert.equal(auc(scores, positive), undefined);
        else assert.ok(Math.abs(trapezoid(curve.fpr, curve.tpr) - auc(scores, positive)!) < 1e-12);
      }),
    );
  });

  it('has one point for every distinct score, between (0, 0) and (1, 1)', () => {
    const curve = rocCurve([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1]);
    assert.deepEqual(curve, {
      fpr: [0, 0, 0.5, 1],
      tpr: [0, 0.5, 1, 1],
      thresholds: [Infinity, 0.8, 0.4, 0.1],
      positives: 2,
      negatives: 2,
    });
  });

  it('has no area when one side is missing', () => {
    assert.equal(auc([1, 2], [true, true]), undefined);
    assert.equal(auc([], []), undefined);
    assert.equal(rocCurve([1, 2], [false, false]), undefined);
  });

  it('refuses scores that are not numbers and lists of different lengths', () => {
    assert.throws(() => auc([1, Number.NaN], [true, false]), RangeError);
    assert.throws(() => rocCurve([1], [true, false]), RangeError);
  });

  it('orders infinite scores', () => {
    assert.equal(auc([Infinity, Infinity, -Infinity, -Infinity], [true, true, false, false]), 1);
  });
});
