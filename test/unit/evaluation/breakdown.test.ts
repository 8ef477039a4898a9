/** What is a positive and what a negative in each breakdown. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Case } from '../../../src/dataset/model';
import { evaluateScores } from '../../../src/evaluation/evaluate';
import type { Patch } from '../../../src/patches/patch';
import type { BreakdownBy, LevelEvaluation, Stratum } from '../../../src/protocol/evaluation';
import type { Pathology } from '../../../src/protocol/finding';
import { auc } from '../../../src/statistics/roc';
import { caseWith, classes, findingAt, patchAt, rule, viewIdOf } from './part';

function evaluated(cases: readonly Case[], patches: readonly Patch[], rows: readonly (readonly number[])[]) {
  return evaluateScores({
    cases,
    patches,
    classes,
    rule,
    background: 'normal',
    part: 'test',
    probabilities: Float64Array.from(rows.flat()),
  });
}

function strata(level: LevelEvaluation, className: string, by: BreakdownBy): Stratum[] {
  const c = level.classes[className];
  assert.ok(!('missing' in c), JSON.stringify(c));
  const found = c.breakdowns![by];
  assert.ok(!('missing' in found), JSON.stringify(found));
  return found;
}

const counts = (found: readonly Stratum[]) => found.map((s) => [s.value, s.positives, s.negatives, s.cases]);

/** Two malignant and two normal cases; finding and normal tissue are in every view, the second case's findings are calcifications. */
const malignantCases = [
  caseWith(
    'm1',
    [0, 1, 2, 3].map(() => [findingAt(0, 'malignant', { subtlety: 2, lesions: [{ kind: 'mass' }] })]),
    { density: 1, scanner: 'lumisys' },
  ),
  caseWith(
    'm2',
    [0, 1, 2, 3].map(() => [
      findingAt(0, 'malignant', { subtlety: 5, lesions: [{ kind: 'calcification' }, { kind: 'mass' }] }),
      findingAt(5, 'benign', { subtlety: 1 }),
    ]),
    { density: 4, scanner: 'dba' },
  ),
];
const normalCases = ['n1', 'n2'].map((id) => caseWith(id, [], { scanner: 'lumisys' }));
const cases = [...malignantCases, ...normalCases];
const patches = cases.flatMap((c) =>
  [0, 1, 2, 3].flatMap((v) => [patchAt(viewIdOf(c.id, v), 0, c.id.startsWith('m') ? 2 : 0), patchAt(viewIdOf(c.id, v), 9, 0)]),
);
const rows = patches.map((p, i) => (p.label === 2 ? [0.2, 0.2, 0.6 + i / 1000] : [0.7 - i / 1000, 0.15, 0.15 + i / 1000]));
const found = evaluated(cases, patches, rows);

describe('a breakdown', () => {
  it('by scanner, density, projection or side has the positives and negatives of that kind', () => {
    assert.deepEqual(counts(strata(found, 'malignant', 'scanner')), [
      ['dba', 4, 4, 1],
      ['lumisys', 4, 20, 3],
    ]);
    assert.deepEqual(counts(strata(found, 'malignant', 'density')), [
      ['1', 4, 4, 1],
      ['4', 4, 4, 1],
      ['unknown', 0, 16, 2],
    ]);
    assert.deepEqual(counts(strata(found, 'malignant', 'projection')), [
      ['CC', 4, 12, 4],
      ['MLO', 4, 12, 4],
    ]);
    assert.deepEqual(counts(strata(found.view, 'malignant', 'laterality')), [
      ['left', 4, 4, 4],
      ['right', 4, 4, 4],
    ]);
  });

  it('by subtlety or kind of finding sets the positives that show such a finding against all negatives', () => {
    assert.deepEqual(counts(strata(found, 'malignant', 'subtlety')), [
      ['2', 4, 24, 4],
      ['5', 4, 24, 4],
    ]);
    // A finding with two lesions is of both kinds; the benign finding of the second case does not count for its malignant views.
    assert.deepEqual(counts(strata(found.case, 'malignant', 'finding')), [
      ['calcification', 1, 2, 3],
      ['mass', 2, 2, 4],
    ]);
    const normal = found.classes.normal;
    assert.ok(!('missing' in normal));
    assert.deepEqual(normal.breakdowns!.subtlety, { missing: 'No finding stands for normal.' });
  });

  it('says why a value has no area or no interval', () => {
    const [dba, lumisys] = strata(found, 'malignant', 'scanner');
    assert.equal(dba.missing, 'No interval: all positives are of one case.');
    assert.equal(lumisys.missing, 'No interval: all positives are of one case.');
    const unknown = strata(found, 'malignant', 'density')[2];
    assert.deepEqual([unknown.auc, unknown.missing], [undefined, 'No AUC: there are no positives.']);
  });

  it('of cases by projection takes a case for its views of that projection: their patches and their truth', () => {
    const onlyCc = [caseWith('a', [[findingAt(0, 'malignant')]]), caseWith('b', [])];
    const two = onlyCc.flatMap((c) => [0, 1].map((v) => patchAt(viewIdOf(c.id, v), 0, c.id === 'a' && v === 0 ? 2 : 0)));
    const { case: ofCases } = evaluated(onlyCc, two, [
      [0.1, 0.1, 0.8],
      [0.05, 0.05, 0.9],
      [0.6, 0.2, 0.2],
      [0.2, 0.2, 0.6],
    ]);
    assert.deepEqual(counts(strata(ofCases, 'malignant', 'projection')), [
      ['CC', 1, 1, 2],
      ['MLO', 0, 2, 2],
    ]);
    assert.equal(strata(ofCases, 'malignant', 'projection')[0].auc, 1);
  });

  it('gives a patch the findings that claim it by themselves, not those that reach into it', () => {
    const side = { boundary: [195, 0, 299, 0, 299, 99, 195, 99] };
    const c = caseWith('a', [[findingAt(1, 'malignant', { subtlety: 3 }), findingAt(2, 'malignant', { subtlety: 1, ...side })]]);
    const own = [patchAt(viewIdOf('a', 0), 1, 2), patchAt(viewIdOf('a', 0), 2, 2), patchAt(viewIdOf('a', 0), 8, 0)];
    const ofOne = evaluated([c], own, [
      [0.2, 0.2, 0.6],
      [0.2, 0.2, 0.6],
      [0.8, 0.1, 0.1],
    ]);
    assert.deepEqual(counts(strata(ofOne, 'malignant', 'subtlety')), [
      ['1', 1, 1, 1],
      ['3', 1, 1, 1],
    ]);
  });

  it('of views by a property of theirs splits them: counts add up, and every area is that of the scores of its own kind', () => {
    const view = fc.record({
      scanner: fc.constantFrom('dba', 'lumisys', undefined),
      pathology: fc.constantFrom<Pathology | undefined>('benign', 'malignant', undefined),
      score: fc.nat(8),
    });
    fc.assert(
      fc.property(fc.array(view, { minLength: 1, maxLength: 12 }), (views) => {
        const own = views.map((v, i) =>
          caseWith(`c${i}`, v.pathology ? [[findingAt(0, v.pathology)]] : [], { scanner: v.scanner as 'dba' }),
        );
        const label = (p: Pathology | undefined) => (p === undefined ? 0 : classes.indexOf(p));
        const of = evaluated(
          own,
          views.map((v, i) => patchAt(viewIdOf(`c${i}`, 0), 0, label(v.pathology))),
          views.map((v) => [0, 1 - v.score / 8, v.score / 8]),
        );
        const c = of.view.classes.malignant;
        if ('missing' in c) return;
        const scanners = strata(of.view, 'malignant', 'scanner');
        assert.equal(
          scanners.reduce((sum, s) => sum + s.positives, 0),
          c.positives,
        );
        assert.equal(
          scanners.reduce((sum, s) => sum + s.negatives, 0),
          c.negatives,
        );
        for (const s of scanners) {
          const same = views.filter((v) => (v.scanner ?? 'unknown') === s.value);
          assert.equal(
            s.auc,
            auc(
              same.map((v) => v.score / 8),
              same.map((v) => v.pathology === 'malignant'),
            ),
          );
        }
      }),
      { numRuns: 8 },
    );
  });
});
