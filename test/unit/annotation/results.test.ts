/** What a survey came to: only words name a unit, an expert counts once a unit, and what is not known is not counted. */
import { deepEqual, equal } from 'node:assert/strict';
import { surveyResults } from '../../../src/annotation/results/results';
import type { Answer } from '../../../src/protocol/annotation';
import { idOf, MINING, minedUnit, NETWORK, said } from './surveyed';

const [one, two, three, four] = [1, 2, 3, 4].map(idOf);
const mined = {
  [one]: minedUnit(one, [['benign', 1]], { benign: 40, malignant: 10 }),
  [two]: minedUnit(two, [['benign', 2]], { benign: 20, malignant: 0 }),
  [three]: minedUnit(
    three,
    [
      ['malignant', 1],
      ['benign', 3],
    ],
    { benign: 4, malignant: 50 },
  ),
  [four]: minedUnit(four, [['malignant', 2]], { benign: 0, malignant: 14 }),
};
// Eight places on each of ten images: 80 a class.
const coverage = { benign: 64 / 80, malignant: 64 / 80 };
const manifest = {
  network: NETWORK,
  hash: MINING,
  checkpoint: 'epoch-05.onnx',
  classes: ['benign', 'malignant'],
  coverage,
  views: 12,
  units: [one, two, three, four],
};
const results = (standing: Answer[], decisions: Answer[] = []) => surveyResults({ run: 'run-001', manifest, mined, standing, decisions });
const near = (found: number | undefined, expected: number) => equal(found?.toFixed(12), expected.toFixed(12));

describe('results of a survey', () => {
  it('call a unit named when an expert recognizes it with words, and say by how many', () => {
    const { named, units } = results([
      said(one, 'ada', 'spiculated mass'),
      said(one, 'bob', { terms: ['SPICULATED'] }),
      said(two, 'ada', 'dense tissue'),
      said(two, 'bob'),
      said(three, 'ada', { description: '  ' }),
      said(four, 'bob'),
    ]);
    deepEqual(named, { units: 2, of: 4, atLeast: [2, 1] });
    deepEqual(
      units.map((u) => [u.unit, u.className, u.rank, u.namedBy]),
      [
        [one, 'benign', 1, ['ada', 'bob']],
        [two, 'benign', 2, ['ada']],
        [three, 'malignant', 1, []],
        [four, 'malignant', 2, []],
      ],
    );
    deepEqual(
      units[0].answers.map((a) => a.words),
      ['spiculated mass', 'spiculated'],
    );
    deepEqual(
      units[3].answers.map((a) => a.kind),
      ['not recognizable'],
    );
  });

  it('take coverage by named units as a share of all places, a unit chosen for two classes in both', () => {
    const { classes } = results([said(one, 'ada', 'mass'), said(three, 'ada', 'mass')]);
    deepEqual(
      classes.map((c) => [c.className, c.chosen, c.named, c.coverage]),
      [
        ['benign', 3, 2, 0.8],
        ['malignant', 2, 1, 0.8],
      ],
    );
    near(classes[0].namedCoverage, 44 / 80);
    near(classes[1].namedCoverage, 50 / 80);
    near(classes[1].allNamedCoverage, 60 / 80);
    const all = results([one, two, three, four].map((unit) => said(unit, 'ada', 'mass'))).classes;
    deepEqual(
      all.map((c) => c.namedCoverage),
      [0.8, 0.8],
    );
  });

  it('leave the share of units of other classes out where mining did not keep it', () => {
    const older = Object.fromEntries(Object.entries(mined).map(([unit, m]) => [unit, { ...m, influence: undefined }]));
    const { classes } = surveyResults({ run: 'run-001', manifest, mined: older, standing: [said(one, 'ada', 'mass')], decisions: [] });
    near(classes[0].namedCoverage, 0.5);
    equal(classes[0].allNamedCoverage, undefined);
  });

  it('count answers to this network and to mined units alone, and say how many were to others', () => {
    const found = results([said(one, 'ada', 'mass'), said(idOf(99), 'ada', 'mass'), said(two, 'ada', 'mass', { network: 'other' })]);
    deepEqual([found.named.units, found.notMined, found.experts[0].answered], [1, 1, 1]);
  });

  it('name conflicts, and count the latest of the answers once', () => {
    const { conflicts, units, experts } = results(
      [said(one, 'ada', 'mass'), said(one, 'ada', { description: 'vessel', category: 'normal tissue' }), said(two, 'ada', 'mass')],
      [said(two, 'ada', 'mass'), said(two, 'bob', 'vessel'), said(three, 'bob')],
    );
    deepEqual(
      conflicts.map((c) => [c.unit, c.expert, c.answers.map((a) => a.words)]),
      [
        [one, 'ada', ['mass', 'vessel']],
        [two, 'consensus', ['mass', 'vessel']],
      ],
    );
    deepEqual(
      units[0].answers.map((a) => a.kind),
      ['normal tissue'],
    );
    equal(experts[0].answered, 2);
  });

  it('tell decisions from answers: a decided unit is not named by that', () => {
    const { named, decided, units } = results([said(one, 'ada')], [said(one, 'owner', 'mass'), said(two, 'owner')]);
    deepEqual([named.units, decided], [0, { units: 2, named: 1 }]);
    deepEqual(
      units[0].decisions.map((d) => d.words),
      ['mass'],
    );
  });

  it('compare two experts by Cohen and all by Fleiss, on three questions, where both answered', () => {
    const tissue = { description: 'tissue', category: 'normal tissue', association: 'normal' } as const;
    const { agreement } = results([
      said(one, 'ada', 'mass'),
      said(one, 'bob', 'mass'),
      said(two, 'ada', tissue),
      said(two, 'bob', tissue),
      said(three, 'ada', { description: 'mass', association: 'benign' }),
      said(three, 'bob', 'mass'),
      said(four, 'ada'),
    ]);
    deepEqual(
      agreement.map((a) => a.question),
      ['recognizable', 'category', 'association'],
    );
    const [recognizable, category, association] = agreement.map((a) => a.pairs[0]);
    deepEqual([recognizable.kappa, recognizable.reason, recognizable.units], [null, 'oneCategory', 3]);
    equal(category.kappa, 1);
    // ada: malignant, normal, benign; bob: malignant, normal, malignant. Observed 2/3, expected 1/3 · 2/3 + 1/3 · 1/3 = 1/3.
    near(association.kappa ?? undefined, 0.5);
    equal(agreement[1].all?.experts, 2);
    equal(results([said(one, 'ada', 'mass')]).agreement[0].all, null);
  });

  it('compare the reference annotator with persons, but not as one of them, and say what persons named', () => {
    const { agreement, named, experts } = results([
      said(one, 'ada', 'mass'),
      said(two, 'ada'),
      said(one, 'reference', 'mass', { seconds: 0 }),
      said(two, 'reference', 'mass', { seconds: 0 }),
      said(one, 'zoe', 'mass'),
    ]);
    deepEqual([named.units, named.byPersons], [2, 1]);
    deepEqual(
      experts.map((e) => [e.expert, e.person]),
      [
        ['ada', true],
        ['zoe', true],
        ['reference', false],
      ],
    );
    equal(agreement[0].all?.experts, 2);
    deepEqual(
      agreement[0].pairs.map((p) => p.experts),
      [
        ['ada', 'zoe'],
        ['ada', 'reference'],
        ['zoe', 'reference'],
      ],
    );
  });

  it('add up the minutes of answers whose time was taken, against one minute an image for outlining', () => {
    const { time, experts } = results([
      said(one, 'ada', 'mass', { seconds: 30 }),
      said(two, 'ada', 'mass', { seconds: 90 }),
      said(three, 'ada', 'mass', { seconds: 0 }),
      said(one, 'bob', 'mass', { seconds: 0 }),
    ]);
    deepEqual(time, { minutes: 2, timed: 2, medianSeconds: 60, images: 12, outliningMinutes: 12 });
    deepEqual(
      experts.map((e) => [e.expert, e.timed, e.minutes, e.medianSeconds]),
      [
        ['ada', 2, 2, 60],
        ['bob', 0, 0, null],
      ],
    );
  });

  it('of a survey that nobody has answered are zeros, not errors', () => {
    const found = results([]);
    deepEqual([found.named, found.experts, found.conflicts, found.time.medianSeconds], [{ units: 0, of: 4, atLeast: [] }, [], [], null]);
    deepEqual(
      found.agreement.map((a) => [a.all, a.pairs]),
      [
        [null, []],
        [null, []],
        [null, []],
      ],
    );
  });
});
