import assert from 'node:assert/strict';
import { featuresCsv } from '../../../src/sample/features';
import { planCase } from '../../../src/sample/plan';
import { auc } from '../../../src/statistics/roc';

describe('the features of the sample', () => {
  const CASES = 3000;
  const rows = featuresCsv(CASES, 3)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const malignant = rows.map((_, i) => planCase(i, 3).group === 'cancers');
  /** How well a column tells malignant cases apart, over the cases that have it. */
  const separation = (column: number, value: (text: string) => number) => {
    const known = [...rows.keys()].filter((i) => !['', 'NA'].includes(rows[i][column]));
    return auc(
      known.map((i) => value(rows[i][column])),
      known.map((i) => malignant[i]),
    )!;
  };

  it('know something of malignancy in the risk score and nothing elsewhere', () => {
    // Two normal distributions 1.2 deviations apart: Phi(1.2 / sqrt 2) = 0.802.
    assert.ok(Math.abs(separation(1, Number) - 0.802) < 0.03, String(separation(1, Number)));
    assert.ok(Math.abs(separation(2, Number) - 0.5) < 0.03);
    assert.ok(Math.abs(separation(3, Number) - 0.5) < 0.03);
    for (const habit of ['never', 'former', 'current'])
      assert.ok(Math.abs(separation(4, (text) => (text === habit ? 1 : 0)) - 0.5) < 0.03, habit);
  });

  it('have a row for every case, the age of its record, and gaps', () => {
    assert.equal(rows.length, CASES);
    for (const [i, row] of rows.entries()) {
      assert.equal(row.length, 5);
      assert.deepEqual([row[0], row[2]], [planCase(i, 3).id, String(planCase(i, 3).age)]);
    }
    const missing = (column: number) => rows.filter((row) => ['', 'NA'].includes(row[column])).length / CASES;
    assert.ok(Math.abs(missing(1) - 0.08) < 0.02 && Math.abs(missing(3) - 0.12) < 0.02 && Math.abs(missing(4) - 0.15) < 0.02);
  });
});
