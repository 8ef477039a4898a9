import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bootstrapAuc, bootstrapOverCases } from '../../../src/statistics/bootstrap';
import { seededRandom } from '../../../src/statistics/random';
import { auc } from '../../../src/statistics/roc';

const meanOf = (values: number[]) => (indices: number[]) => indices.reduce((sum, i) => sum + values[i], 0) / indices.length;

describe('bootstrap over cases', () => {
  it('draws whole cases, as many as there are', () => {
    const caseOf = ['a', 'a', 'a', 'b', 'c', 'c'];
    const size: Record<string, number> = { a: 3, b: 1, c: 2 };
    bootstrapOverCases(caseOf, (indices) => {
      const count = (id: string) => indices.filter((i) => caseOf[i] === id).length / size[id];
      const drawn = ['a', 'b', 'c'].map(count);
      assert.ok(drawn.every(Number.isInteger));
      assert.equal(
        drawn.reduce((a, b) => a + b),
        3,
      );
      return 0;
    });
  });

  it('is wider when the same observations come from fewer cases', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 120 }, (_, i) => Math.floor(i / 12) + random());
    const byPatch = bootstrapOverCases([...values.keys()], meanOf(values))!;
    const byCase = bootstrapOverCases(
      values.map((_, i) => Math.floor(i / 12)),
      meanOf(values),
    )!;
    assert.ok(byCase.high - byCase.low > 2 * (byPatch.high - byPatch.low));
  });

  it('gives the same interval for the same seed, inside the range of the data', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -5, max: 5 }), { minLength: 1, maxLength: 20 }), fc.nat(), (values, seed) => {
        const run = () => bootstrapOverCases([...values.keys()], meanOf(values), { draws: 40, seed })!;
        const interval = run();
        assert.deepEqual(interval, run());
        assert.ok(interval.low <= interval.high);
        assert.ok(interval.low >= Math.min(...values) - 1e-9 && interval.high <= Math.max(...values) + 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('says how many resamples had a value, and gives no interval when none had', () => {
    assert.equal(
      bootstrapOverCases([1, 2], () => undefined),
      undefined,
    );
    const some = bootstrapOverCases([1, 2], (indices) => (indices[0] === indices[1] ? undefined : 1), { draws: 200 })!;
    assert.ok(some.draws > 50 && some.draws < 150);
  });

  it('of an AUC equals resampling the scores themselves', () => {
    const random = seededRandom(9);
    const positive = Array.from({ length: 60 }, () => random() < 0.4);
    const scores = positive.map((p) => Math.round((random() + (p ? 0.3 : 0)) * 8));
    const caseOf = positive.map((_, i) => Math.floor(i / 5));
    const plain = bootstrapOverCases(
      caseOf,
      (indices) =>
        auc(
          indices.map((i) => scores[i]),
          indices.map((i) => positive[i]),
        ),
      { draws: 50, seed: 2 },
    );
    assert.deepEqual(bootstrapAuc(scores, positive, caseOf, { draws: 50, seed: 2 }), plain);
  });
});
