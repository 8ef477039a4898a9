import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { evaluateScores } from '../../../src/evaluation/evaluate';
import { atLevel, type ClassEvaluation, LEVELS, type Level } from '../../../src/protocol/evaluation';
import type { Pathology } from '../../../src/protocol/finding';
import { curveIntervals } from '../../../src/statistics/curveIntervals';
import { rankScores } from '../../../src/statistics/rankedScores';
import type { Resamples } from '../../../src/statistics/resample';
import { caseWith, findingAt, patchAt, rule, viewIdOf } from './part';

interface GoldenClass {
  auc: number;
  published: number;
  standard: number;
  brier: number;
  ece: number;
  frequency: number[];
  mean: number[];
  bootstrap: { draws: number; auc: number[]; published: number[]; standard: number[]; low: number[]; high: number[] };
}

interface Golden {
  made: Record<string, string>;
  classes: string[];
  cases: number;
  patches: { case: number; view: number; label: number; scores: number[] }[];
  /** [draws, cases] number of each case that was drawn */
  draws: number[][];
  levels: Record<Level, { truth: number[]; scores: number[][]; confusion?: number[][]; classes: GoldenClass[] }>;
}

const golden: Golden = JSON.parse(readFileSync('test/golden/evaluation.json', 'utf8'));
const near = (found: number | undefined, expected: number, tolerance = 1e-12) =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);
const allNear = (found: readonly (number | undefined)[], expected: readonly number[]) => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) near(found[i], value);
};

/** The cases behind the golden patches: a view's finding is as bad as its worst patch. */
function cases() {
  const pathologies: (Pathology | undefined)[] = [undefined, 'benign', 'malignant'];
  return Array.from({ length: golden.cases }, (_, c) => {
    const worst = (view: number) => Math.max(0, ...golden.patches.filter((p) => p.case === c && p.view === view).map((p) => p.label));
    return caseWith(
      `case${c}`,
      [0, 1, 2, 3].map((view) => {
        const pathology = pathologies[worst(view)];
        return pathology ? [findingAt(0, pathology)] : [];
      }),
    );
  });
}

/** The golden draws as resamples: how often each case was drawn. */
function resamples(): Resamples {
  const times = new Uint16Array(golden.draws.length * golden.cases);
  for (const [d, drawn] of golden.draws.entries()) for (const c of drawn) times[d * golden.cases + c]++;
  return { cases: golden.cases, draws: golden.draws.length, times };
}

describe(`evaluation, against scikit-learn ${golden.made['scikit-learn']} and NumPy ${golden.made.numpy}`, () => {
  const figures = evaluateScores({
    cases: cases(),
    patches: golden.patches.map((p, i) => patchAt(viewIdOf(`case${p.case}`, p.view), i % 10, p.label)),
    classes: golden.classes,
    probabilities: Float64Array.from(golden.patches.flatMap((p) => p.scores)),
    rule,
    background: 'normal',
    part: 'test',
  });

  for (const level of LEVELS) {
    const expected = golden.levels[level];
    // The figures are an evaluation but for where they came from.
    const found = atLevel(figures as unknown as Parameters<typeof atLevel>[0], level);

    it(`has the same areas, Brier scores and reliability bins per ${level}`, () => {
      assert.equal(found.items, expected.truth.length);
      for (const [k, name] of golden.classes.entries()) {
        const g = expected.classes[k];
        const c = found.classes[name] as ClassEvaluation;
        assert.equal(c.positives, expected.truth.filter((t) => t === k).length);
        near(c.auc, g.auc);
        near(c.partialAucPublished, g.published);
        near(c.partialAucStandard, g.standard);
        near(c.calibration?.brier, g.brier);
        near(c.calibration?.error, g.ece);
        const filled = c.calibration!.bins.filter((b) => b.count > 0);
        allNear(
          filled.map((b) => b.frequency),
          g.frequency,
        );
        allNear(
          filled.map((b) => b.mean),
          g.mean,
        );
      }
    });

    it(`has the same intervals and band per ${level} for the same resampled cases`, () => {
      const caseOf = level === 'case' ? expected.truth.map((_, i) => i) : itemsCases(level);
      for (const [k] of golden.classes.entries()) {
        const { bootstrap } = expected.classes[k];
        const ranked = rankScores(
          expected.scores.map((s) => s[k]),
          expected.truth.map((t) => t === k),
          caseOf,
          golden.cases,
        );
        const intervals = curveIntervals(ranked, resamples())!;
        assert.equal(intervals.auc.draws, bootstrap.draws);
        for (const key of ['auc', 'published', 'standard'] as const) allNear([intervals[key].low, intervals[key].high], bootstrap[key]);
        for (const side of ['low', 'high'] as const)
          allNear(
            intervals.band[side].filter((_, i) => i % 10 === 0),
            bootstrap[side],
          );
      }
    });
  }

  it('has the same confusion matrix of patches', () => assert.deepEqual(figures.confusion, golden.levels.patch.confusion));
});

/** The case of each golden item, in the golden order: patches with a label, or views by case and number. */
function itemsCases(level: 'patch' | 'view'): number[] {
  if (level === 'patch') return golden.patches.filter((p) => p.label >= 0).map((p) => p.case);
  const views = new Set(golden.patches.map((p) => p.case * 10 + p.view));
  return [...views].sort((a, b) => a - b).map((key) => Math.floor(key / 10));
}
