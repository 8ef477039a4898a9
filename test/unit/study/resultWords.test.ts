/** Facts of how a study's result is told: the answer and its doubt in one sentence, whatever the figures. */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { StudyCondition, StudyFigures, StudyScore } from '../../../src/protocol/study';
import {
  headFigures,
  pairedSentence,
  powerSentence,
  pWords,
  resultNotes,
  resultSentences,
  wholePercent,
} from '../../../src/protocol/studyWords';
import { binomialTail } from '../../../src/statistics/binomial';
import { clopperPearson } from '../../../src/statistics/clopperPearson';
import { figureRows, studyScoreText } from '../../../src/study/score/resultWords';
import { fakeScore } from './fakeScore';

/** A score of one reader who was right on `right` of `of`. */
function scored(right: number, of: number, change: Partial<StudyScore> = {}): StudyScore {
  const score = fakeScore({ cases: of });
  const accuracy = { right, of, share: right / of, ...clopperPearson(right, of)! };
  const figures: StudyFigures = { ...score.figures[0], accuracy, answered: of, p: binomialTail(right, of, 0.5) };
  return { ...score, figures: [figures], ...change };
}

describe('words of a study’s result', () => {
  it('tell the published result as more than guessing, and why its interval yet reaches to 50 %', () => {
    const score = scored(182, 330);
    deepEqual(resultSentences(score), ['ada was right on 182 of 330 cases (55 %, 95 % interval 50–61 %): more than guessing, p = 0.035.']);
    ok(resultNotes(score).some((note) => note.startsWith('The test is one-sided, the interval two-sided')));
  });

  it('say of a null result what so many answers could have shown', () => {
    const [sentence] = resultSentences(scored(22, 40));
    match(sentence, /^ada was right on 22 of 40 cases \(55 %, 95 % interval 38–71 %\): this cannot be told from guessing, p = 0\.32\./);
    // 26 of 40 is the fewest with p <= 0.05; of readers right on 70 %, 80.7 % reach it, of those right on 65 %, 57 %.
    match(
      sentence,
      /Of 40 answers, at least 26 right were needed: readers truly right on 70 % of cases would show it in 81 % of such studies/,
    );
  });

  it('say that too few answers can show nothing', () => {
    const power = { accuracies: [0.8], rows: [{ n: 4, needed: null, power: [0] }] };
    equal(powerSentence(power, 4), '4 answers can show nothing: not even all right would be more than guessing.');
    match(
      powerSentence({ accuracies: [0.8], rows: [{ n: 6, needed: 6, power: [0.26] }] }, 6),
      /too few to show reliably even readers .* 80 %/,
    );
    match(powerSentence({ accuracies: [0.8], rows: [{ n: 20, needed: 15, power: [0.8] }] }, 25), /^Of 25 answers \(reckoned as 20\)/);
    match(powerSentence({ accuracies: [0.8], rows: [] }, 25), /not known/);
  });

  it('name words that mislead', () => match(resultSentences(scored(8, 40))[0], /fewer than guessing brings/));

  it('say that nothing was read, with not a number in it', () => {
    const nobody = fakeScore({ readers: {} });
    deepEqual(resultSentences(nobody), ['No case has been read yet.']);
    deepEqual(resultSentences(fakeScore({ stopped: { ada: 0 } })), ['No case has been read yet.']);
    match(studyScoreText(nobody), /^No case has been read yet\./);
  });

  it('answer for all readers together, and say what that takes for granted', () => {
    const score = fakeScore({ readers: { ada: 0.8, bob: 0.75, cyn: 0.7 } });
    equal(headFigures(score)[0].reader, null);
    match(resultSentences(score)[0], /^Readers were right in \d+ of 120 readings/);
    match(studyScoreText(score), /^Warning: Pooled p-values and intervals take all answers for independent/m);
    ok(resultNotes(score).some((note) => /No p is corrected for the number of readers/.test(note)));
    deepEqual(
      resultNotes(fakeScore()).filter((note) => /corrected/.test(note)),
      [],
    );
  });

  it('answer for either way of reading, and compare them by McNemar’s test', () => {
    const score = fakeScore({ readers: { ada: 0.6, bob: 0.6 }, conditions: ['words', 'picture'] });
    deepEqual(
      resultSentences(score).map((said) => said.split(':')[0]),
      ['Words alone', 'Words with picture'],
    );
    match(pairedSentence(score)!, /^\d+ % right with words alone, \d+ % with the picture \(80 read in both ways\)/);
    const paired = [{ reader: 'ada', both: 20, bothRight: 8, wordsOnly: 1, pictureOnly: 10, neither: 1, p: 0.0117 }];
    equal(
      pairedSentence({ ...score, paired }),
      "45 % right with words alone, 90 % with the picture (20 read in both ways): the picture helped, p = 0.012 by McNemar's test.",
    );
    equal(pairedSentence({ ...score, paired: [{ ...paired[0], both: 0, p: null }] }), undefined);
  });

  it('name the choice that the published code made otherwise', () => {
    const score = fakeScore();
    const choices = { ...score.choices!, explained: 'malignant' as const };
    match(resultNotes({ ...score, choices }).join(' '), /malignant class for every case, as the published code did/);
  });

  it('round neither a chance to nothing nor a share to all', () => {
    deepEqual([0.0346, 0.32, 0.0004, 0.9999].map(pWords), ['p = 0.035', 'p = 0.32', 'p < 0.001', 'p = 1']);
    deepEqual([0, 0.004, 0.5515, 0.997, 1].map(wholePercent), ['0 %', '< 1 %', '55 %', '> 99 %', '100 %']);
  });

  it('are never empty, undefined or not a number, whatever was read', () => {
    const made = fc.record({
      readers: fc.dictionary(fc.constantFrom('ada', 'bob', 'cyn'), fc.double({ min: 0, max: 1, noNaN: true })),
      cases: fc.constantFrom(2, 6, 12),
      stopped: fc.dictionary(fc.constantFrom('ada', 'bob'), fc.nat(12)),
      conditions: fc.constantFrom<StudyCondition[]>(['words'], ['words', 'picture']),
      ofFiles: fc.boolean(),
    });
    fc.assert(
      fc.property(made, (study) => {
        const text = studyScoreText(fakeScore(study));
        doesNotMatch(text, /NaN|undefined|null|Infinity/);
        match(text, /Research use only/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a study’s result as text', () => {
  it('has a line a reader, calls, groups, agreement, and the power table with the study’s own n marked', () => {
    const score = fakeScore({ readers: { ada: 0.8, bob: 0.6, cyn: 0.7 }, stopped: { cyn: 14 } });
    const text = studyScoreText(score);
    for (const reader of ['ada', 'bob', 'cyn', 'all readers']) match(text, new RegExp(`^${reader} +words alone +\\d+ of \\d+`, 'm'));
    match(text, /^Warning: cyn answered 14 of 40 cases/m);
    match(text, /^all 3 \(Fleiss\) +words alone +0\.\d\d/m);
    match(text, /network wrong +\d+ %/);
    match(text, /^40 \* +26 /m);
    const confusion = score.figures[0].confusion.malignant;
    match(text, new RegExp(`${confusion.malignant} of ${confusion.malignant + confusion.benign}`));
  });

  it('has a row of plain values for every reader that read', () => {
    const rows = figureRows(fakeScore({ readers: { ada: 0.8, bob: 0.6 } }));
    deepEqual(
      rows.map((r) => r.reader),
      ['ada', 'bob', 'all'],
    );
  });
});
