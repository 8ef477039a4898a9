/** What readers came to: SciPy's, statsmodels' and scikit-learn's numbers; and nobody is wrong for a case that was not answered. */
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ProblemError } from '../../../src/protocol/problem';
import type { ShareWithInterval, StudyCall, StudyConfidence } from '../../../src/protocol/study';
import { scoreStudy } from '../../../src/study/score/score';
import { caseId, madeStudy, said } from './readers';

interface GoldenShare {
  right: number;
  of: number;
  p: number;
  low: number;
  high: number;
}
interface Golden {
  made: Record<string, string>;
  studies: {
    malignant: boolean[];
    calls: boolean[][];
    confidence: StudyConfidence[][];
    figures: {
      accuracy: GoldenShare;
      confusion: Record<StudyCall, Record<StudyCall, number>>;
      sensitivity: GoldenShare;
      specificity: GoldenShare;
      roc: { auc: number; low: number; high: number };
    }[];
    pairs: { readers: [number, number]; kappa: number }[];
    fleiss: number | null;
  }[];
}
const golden: Golden = JSON.parse(readFileSync('test/golden/study.json', 'utf8'));
const near = (found: number | null | undefined, expected: number) =>
  ok(typeof found === 'number' && Math.abs(found - expected) <= 1e-9 * Math.max(1e-3, Math.abs(expected)), `${found} is not ${expected}`);
const nearShare = (found: ShareWithInterval, expected: GoldenShare) => {
  deepEqual([found.right, found.of], [expected.right, expected.of]);
  near(found.share, expected.right / expected.of);
  near(found.low, expected.low);
  near(found.high, expected.high);
};
const called = (malignant: boolean): StudyCall => (malignant ? 'malignant' : 'benign');
const [M, B] = ['malignant', 'benign'] as const;

describe(`the score of a study, against SciPy ${golden.made.scipy}, statsmodels ${golden.made.statsmodels}, scikit-learn ${golden.made['scikit-learn']}`, () => {
  golden.studies.forEach(({ malignant, calls, confidence, figures, pairs, fleiss }, s) => {
    const { plan, key } = madeStudy(malignant.map(called));
    const answers = calls.flatMap((own, r) => own.map((m, i) => said(`reader ${r}`, i + 1, called(m), { confidence: confidence[r][i] })));
    const score = scoreStudy(plan, key, answers);

    it(`study ${s + 1}: right of n, p, interval, confusion, sensitivity, specificity, ROC area`, () => {
      figures.forEach((expected, r) => {
        const found = score.figures.find((f) => f.reader === `reader ${r}`)!;
        nearShare(found.accuracy, expected.accuracy);
        near(found.p, expected.accuracy.p);
        deepEqual(found.confusion, expected.confusion);
        nearShare(found.sensitivity, expected.sensitivity);
        nearShare(found.specificity, expected.specificity);
        for (const field of ['auc', 'low', 'high'] as const) near(found.roc?.[field], expected.roc[field]);
      });
    });

    it(`study ${s + 1}: agreement of readers`, () => {
      const [{ all, pairs: found }] = score.agreement;
      if (fleiss === null) equal(all, null);
      else near(all!.kappa, fleiss);
      deepEqual(
        found.map((p) => p.readers),
        pairs.map(({ readers }) => readers.map((r) => `reader ${r}`)),
      );
      for (const [i, { kappa }] of pairs.entries()) near(found[i].kappa, kappa);
    });
  });
});

describe('the score of a study', () => {
  it('never counts an unanswered case as wrong, and says who stopped half way', () => {
    const { plan, key } = madeStudy([M, B, M, B, M, B]);
    const score = scoreStudy(plan, key, [said('ada', 1, M), said('ada', 2, B), said('ada', 4, M)]);
    const [ada] = score.figures;
    deepEqual([ada.asked, ada.answered, ada.accuracy.right, ada.accuracy.of], [6, 3, 2, 3]);
    deepEqual(ada.confusion, { malignant: { malignant: 1, benign: 0 }, benign: { malignant: 1, benign: 1 } });
    equal(ada.byNetwork!.right.of + ada.byNetwork!.wrong.of, 3);
    match(score.warnings[0], /^ada answered 3 of 6 cases with words alone\. The others count nowhere/);
    equal(score.cases.filter((c) => c.answers.length === 0).length, 3);
  });

  it('is about the answered cases alone, whatever was left out', () => {
    const truths = Array.from({ length: 12 }, (_, i) => called(i % 2 === 0));
    const { plan, key } = madeStudy(truths);
    fc.assert(
      fc.property(fc.array(fc.option(fc.boolean(), { nil: undefined }), { minLength: 12, maxLength: 12 }), (calls) => {
        const given = calls.flatMap((m, i) => (m === undefined ? [] : [said('ada', i + 1, called(m))]));
        const score = scoreStudy(plan, key, given);
        const right = calls.filter((m, i) => m !== undefined && called(m) === truths[i]).length;
        const [ada] = score.figures;
        if (given.length === 0) return deepEqual(score.figures, []);
        deepEqual([ada.answered, ada.accuracy.right, ada.accuracy.of], [given.length, right, given.length]);
        equal(
          Object.values(ada.confusion)
            .flatMap((row) => Object.values(row))
            .reduce((a, b) => a + b),
          given.length,
        );
      }),
    );
  });

  it('takes the first of two answers, where going back is allowed the latest, and tells of it', () => {
    const answers = [said('ada', 1, B), said('ada', 1, M), said('ada', 2, B)];
    for (const [goBack, right] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const { plan, key } = madeStudy([M, B], { goBack });
      // The order in which logs were read says nothing: the time does.
      const score = scoreStudy(plan, key, answers.toReversed());
      deepEqual([score.figures[0].answered, score.figures[0].accuracy.right], [2, right]);
      match(score.warnings[0], /^ada answered case_001 2 times \(benign, then malignant\)/);
      match(score.warnings[0], goBack ? /the latest counts/ : /the first counts/);
    }
  });

  it('leaves out answers to another plan and to cases that it does not have, and says so', () => {
    const { plan, key } = madeStudy([M, B]);
    const score = scoreStudy(
      plan,
      key,
      [said('ada', 1, M), said('ada', 2, B, { study: 'f'.repeat(64) }), said('ada', 7, B)],
      ['ada.jsonl:3: torn'],
    );
    equal(score.figures[0].answered, 1);
    equal(score.warnings[0], 'ada.jsonl:3: torn');
    match(score.warnings[1], /1 answer to another study/);
    match(score.warnings[2], /1 answer to what the plan does not ask counts nowhere: case_007 by ada/);
  });

  it('refuses a key without a case of the plan', () => {
    const { plan, key } = madeStudy([M, B]);
    delete key.cases[caseId(2)];
    throws(
      () => scoreStudy(plan, key, []),
      (error) => error instanceof ProblemError && error.problem.code === 'study.otherKey' && /case_002/.test(error.message),
    );
  });

  it('pools readers, and says that their answers are not independent', () => {
    const { plan, key } = madeStudy([M, B]);
    const score = scoreStudy(plan, key, [said('ada', 1, M), said('ada', 2, M), said('bea', 1, M), said('bea', 2, B)]);
    deepEqual(
      score.figures.map((f) => [f.reader, f.asked, f.answered, f.accuracy.right]),
      [
        ['ada', 2, 2, 1],
        ['bea', 2, 2, 2],
        [null, 4, 4, 3],
      ],
    );
    ok(score.warnings.some((w) => /Pooled p-values .* independent/.test(w)));
  });

  it('says where the cases are views of fewer patients', () => {
    const { plan, key } = madeStudy([M, B, M, B]);
    key.cases[caseId(2)].caseId = key.cases[caseId(1)].caseId;
    ok(scoreStudy(plan, key, [said('ada', 1, M)]).warnings.some((w) => w.startsWith('The 4 cases are views of 3 patients.')));
  });

  it('compares words alone and words with picture on the cases answered in both', () => {
    const { plan, key } = madeStudy([M, B, M, B, M, B], { conditions: ['words', 'picture'] });
    const picture = { condition: 'picture' } as const;
    const ada = [
      ...[said('ada', 1, M), said('ada', 1, M, picture)], // right in both
      ...[said('ada', 2, M), said('ada', 2, B, picture)], // with the picture only
      ...[said('ada', 3, B), said('ada', 3, M, picture)], // with the picture only
      ...[said('ada', 4, B), said('ada', 4, M, picture)], // with words alone only
      said('ada', 5, B), // never seen with its picture
    ];
    const bea = [said('bea', 1, B), said('bea', 1, B, picture)];
    const { paired, figures } = scoreStudy(plan, key, [...ada, ...bea]);
    deepEqual(paired[0], { reader: 'ada', both: 4, bothRight: 1, wordsOnly: 1, pictureOnly: 2, neither: 0, p: 1 });
    deepEqual(paired[1], { reader: 'bea', both: 1, bothRight: 0, wordsOnly: 0, pictureOnly: 0, neither: 1, p: 1 });
    deepEqual(paired[2], { reader: null, both: 5, bothRight: 1, wordsOnly: 1, pictureOnly: 2, neither: 1, p: 1 });
    deepEqual(
      figures.map((f) => [f.reader, f.condition, f.answered]),
      [
        ['ada', 'words', 5],
        ['ada', 'picture', 4],
        ['bea', 'words', 1],
        ['bea', 'picture', 1],
        [null, 'words', 6],
        [null, 'picture', 5],
      ],
    );
  });

  it('tells by finding type, a case of two types in both, and by whether the network was right', () => {
    const { plan, key } = madeStudy([M, B, M, B]);
    const [{ byFindingType, byNetwork }] = scoreStudy(
      plan,
      key,
      [1, 2, 3, 4].map((n) => said('ada', n, M)),
    ).figures;
    deepEqual(
      byFindingType.map(({ type, accuracy }) => [type, accuracy.right, accuracy.of]),
      [
        ['mass', 1, 3],
        ['calcification', 0, 1],
        ['not described', 1, 1],
      ],
    );
    deepEqual([byNetwork!.right.right, byNetwork!.right.of, byNetwork!.wrong.right, byNetwork!.wrong.of], [2, 2, 0, 2]);
  });

  it('has times of timed answers alone, and a curve only where both classes were answered', () => {
    const { plan, key } = madeStudy([M, B, M, B]);
    const seconds = [4, 0, 8];
    const [timed] = scoreStudy(
      plan,
      key,
      seconds.map((s, i) => said('ada', i + 1, M, { seconds: s })),
    ).figures;
    deepEqual([timed.timed, timed.medianSeconds, timed.roc], [2, 6, undefined]);
    const [paper] = scoreStudy(
      plan,
      key,
      [1, 2, 3, 4].map((n) => said('ada', n, M, { seconds: 0 })),
    ).figures;
    deepEqual([paper.timed, paper.medianSeconds, paper.roc?.auc], [0, null, 0.5]);
  });

  it('is nothing where nobody answered, and says what could be shown', () => {
    const { plan, key } = madeStudy([M, B]);
    const score = scoreStudy(plan, key, []);
    deepEqual([score.figures, score.paired, score.agreement], [[], [], [{ condition: 'words', all: null, pairs: [] }]]);
    match(score.warnings.join(), /Nobody has answered yet/);
    ok(score.power.rows.some(({ n, needed }) => n === 2 && needed === null));
  });
});
