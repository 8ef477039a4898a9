import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calibration } from '../../../src/statistics/calibration';

const scored = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 60 });

describe('calibration', () => {
  it('counts every score in one bin, within its edges', () => {
    fc.assert(
      fc.property(scored, (pairs) => {
        const { bins, error, brier } = calibration(
          pairs.map(([s]) => s),
          pairs.map(([, p]) => p),
        );
        assert.equal(
          bins.reduce((sum, b) => sum + b.count, 0),
          pairs.length,
        );
        for (const [i, b] of bins.entries()) {
          const inside = pairs.filter(([s]) => s <= b.high && (s > b.low || i === 0));
          assert.equal(b.count, inside.length);
          if (b.count > 0) assert.ok(b.mean! >= b.low - 1e-12 && b.mean! <= b.high + 1e-12);
        }
        assert.ok(error >= 0 && error <= 1 && brier >= 0 && brier <= 1);
      }),
    );
  });

  it('has no error where every bin holds as many positives as its scores say, and the largest where all are wrong', () => {
    const good = calibration([0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0]);
    assert.equal(good.error, 0);
    assert.ok(Math.abs(good.brier - (0.75 ** 2 + 3 * 0.25 ** 2) / 4) < 1e-12);
    const wrong = calibration([1, 0], [0, 1]);
    assert.equal(wrong.error, 1);
    assert.equal(wrong.brier, 1);
  });

  it('puts a score on an edge into the lower bin, as scikit-learn does, and refuses what is no probability', () => {
    assert.deepEqual(
      calibration([0.1, 0.5, 0.3 + Number.EPSILON, 1], [0, 0, 0, 0]).bins.map((b) => b.count),
      [1, 0, 0, 1, 1, 0, 0, 0, 0, 1],
    );
    assert.throws(() => calibration([Number.NaN], [1]), RangeError);
    assert.throws(() => calibration([1.1], [1]), RangeError);
  });
});
