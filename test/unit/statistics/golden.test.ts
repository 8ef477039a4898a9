import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { delong } from '../../../src/statistics/delong';
import { partialAuc } from '../../../src/statistics/partialAuc';
import type { RocCurve } from '../../../src/statistics/roc';
import { auc, rocCurve } from '../../../src/statistics/roc';

interface Golden {
  made: Record<string, string>;
  curves: {
    scores: number[];
    positive: number[];
    fpr: number[];
    tpr: number[];
    auc: number;
    published: number;
    corrected: number;
    delongVariance: number;
  }[];
  binormal: { auc: number; published: number; standard: number }[];
}

const golden: Golden = JSON.parse(readFileSync('test/golden/statistics.json', 'utf8'));
const near = (found: number | undefined, expected: number, tolerance = 1e-12) =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);

describe(`statistics, against scikit-learn ${golden.made['scikit-learn']}`, () => {
  golden.curves.forEach((g, i) => {
    it(`gives the same ROC points, areas and DeLong variance for score list ${i + 1}`, () => {
      const curve = rocCurve(g.scores, g.positive)!;
      assert.equal(curve.fpr.length, g.fpr.length);
      for (const [k, x] of g.fpr.entries()) near(curve.fpr[k], x);
      for (const [k, y] of g.tpr.entries()) near(curve.tpr[k], y);
      near(auc(g.scores, g.positive), g.auc);
      near(partialAuc(curve).published, g.published);
      near(partialAuc(curve).corrected, g.corrected);
      near(delong(g.scores, g.positive)!.variance, g.delongVariance);
    });
  });
});

describe('partial AUC', () => {
  it('published is at most 0.2, reached by a perfect score; so is the standard one', () => {
    const perfect = partialAuc(rocCurve([1, 2, 3, 4], [0, 0, 1, 1])!);
    near(perfect.published, 0.2);
    near(perfect.standard, 0.2);
    near(perfect.corrected, 1);
  });

  it('standard is 0.02 and corrected 0.5 for a score without information', () => {
    const chance = partialAuc(rocCurve([1, 1, 1], [0, 1, 1])!);
    near(chance.standard, 0.02);
    near(chance.corrected, 0.5);
  });

  it('as published (0.142, 0.136, 0.146) goes with AUCs of 0.862, 0.844, 0.872 and could not be the standard area', () => {
    const published = [0.142, 0.136, 0.146];
    golden.binormal.forEach((g, i) => {
      const curve = binormal(g.auc);
      const found = partialAuc(curve);
      near(found.published, g.published, 2e-4);
      near(found.standard, g.standard, 1e-5);
      assert.ok(Math.abs(found.published - published[i]) < 0.002);
      assert.ok(Math.abs(found.standard - published[i]) > 0.02);
    });
  });

  it('refuses a bound that is no sensitivity', () => {
    assert.throws(() => partialAuc(rocCurve([1, 2], [0, 1])!, 1), RangeError);
  });
});

/** The smooth ROC curve of two normal distributions one variance wide, on a fine grid of thresholds. */
function binormal(area: number): RocCurve {
  const shift = Math.SQRT2 * normalQuantile(area);
  const fpr: number[] = [];
  const tpr: number[] = [];
  for (let t = 9; t >= -9; t -= 0.001) {
    fpr.push(1 - normalCdf(t));
    tpr.push(1 - normalCdf(t - shift));
  }
  return { fpr, tpr, thresholds: [], positives: 1, negatives: 1 };
}

/** By Simpson's rule: slow and plain, for this test alone. */
const table: number[] = [];
function normalCdf(x: number): number {
  if (table.length === 0) {
    const density = (v: number) => Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI);
    let sum = 0;
    for (let i = 0; i <= 24000; i++) {
      table.push(sum);
      const v = -12 + i / 1000;
      sum += (density(v) + 4 * density(v + 0.0005) + density(v + 0.001)) / 6000;
    }
  }
  const place = Math.min(Math.max((x + 12) * 1000, 0), 23999);
  const below = Math.floor(place);
  return table[below] + (place - below) * (table[below + 1] - table[below]);
}

function normalQuantile(p: number): number {
  let low = -9;
  let high = 9;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}
