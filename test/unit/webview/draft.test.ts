/** Facts of an answer in the making. */
import { deepEqual, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import type { AnswerDraft } from '../../../src/protocol/annotation';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import {
  addPhenomenon,
  answerOf,
  answerRecognizable,
  answerSeveral,
  changePhenomenon,
  draftOf,
  emptyDraft,
  gapsOf,
  movePhenomenon,
  removePhenomenon,
  takePhenomenon,
} from '../../../webview/survey/draft';

const seen = { unit: unitId(unitIndex(3)), network: 'n', mining: 'm', seconds: 12.34, replaces: [] };
const described = (draft: AnswerDraft, at: number) =>
  changePhenomenon(draft, at, { description: ' calcified  vessels ', association: 'benign' });

describe('the draft of an answer', () => {
  it('is complete at once when nothing is recognizable', () => {
    const draft = answerRecognizable(emptyDraft(), false);
    deepEqual(gapsOf(draft), []);
    deepEqual(answerOf(draft, seen), { ...seen, seconds: 12.3, recognizable: false, several: false, phenomena: [] });
  });

  it('asks for number, description and association of a recognizable unit, in the order of the form', () => {
    const draft = answerRecognizable(emptyDraft(), true);
    deepEqual(
      gapsOf(draft).map((g) => g.field),
      ['several', 'description-0', 'association-0'],
    );
    throws(() => answerOf(draft, seen), /not complete/);
  });

  it('tidies the spaces of a description and leaves out a category that was not chosen', () => {
    const draft = described(answerSeveral(answerRecognizable(emptyDraft(), true), false), 0);
    deepEqual(answerOf(draft, seen).phenomena, [{ description: 'calcified vessels', association: 'benign', terms: [] }]);
  });

  it('does not accept several phenomena described as one, nor one as several', () => {
    const one = described(answerSeveral(answerRecognizable(emptyDraft(), true), false), 0);
    const two = { ...described(addPhenomenon(one), 1), several: false };
    equal(gapsOf(two)[0].field, 'several');
    equal(gapsOf({ ...one, several: true })[0].field, 'several');
  });

  it('keeps what was written when the mind changes from yes to no and back', () => {
    const draft = described(answerRecognizable(emptyDraft(), true), 0);
    equal(answerRecognizable(answerRecognizable(draft, false), true).phenomena[0].association, 'benign');
  });

  it('becomes one again when the second phenomenon is removed', () => {
    const draft = removePhenomenon(answerSeveral(answerRecognizable(emptyDraft(), true), true), 1);
    equal(draft.several, false);
    equal(draft.phenomena.length, 1);
  });

  it('comes back from a saved answer as it was given', () => {
    const phenomenon = fc.record(
      {
        description: fc.stringMatching(/^[a-z]{1,12}$/),
        association: fc.constantFrom('benign', 'malignant', 'normal', 'unsure'),
        category: fc.constantFrom('mass', 'calcification'),
        terms: fc.array(fc.constantFrom('OVAL', 'SPICULATED')),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(phenomenon, { minLength: 1, maxLength: 4 }), (phenomena) => {
        const draft = { recognizable: true, several: phenomena.length > 1, phenomena } as AnswerDraft;
        const answer = answerOf(draft, seen);
        deepEqual(draftOf({ ...answer, at: '', expert: 'e' }), draft);
      }),
    );
  });

  it('loses no phenomenon when they are put in another order', () => {
    const words = (d: AnswerDraft) => d.phenomena.map((p) => p.description);
    const draft: AnswerDraft = { phenomena: ['a', 'b', 'c'].map((description) => ({ description, terms: [] })) };
    deepEqual(words(movePhenomenon(draft, 2, 0)), ['c', 'a', 'b']);
    deepEqual(words(movePhenomenon(draft, 0, 3)), ['a', 'b', 'c']);
    fc.assert(
      fc.property(fc.nat(2), fc.nat(2), (from, to) =>
        deepEqual(words(movePhenomenon(movePhenomenon(draft, from, to), to, from)), words(draft)),
      ),
    );
  });

  it('takes another expert’s phenomenon into an empty form, and beside what is described', () => {
    const taken = { description: 'vessel', association: 'normal' as const, terms: [] };
    const first = takePhenomenon(emptyDraft(), taken);
    deepEqual([first.recognizable, first.several, first.phenomena.length], [true, false, 1]);
    const second = takePhenomenon(first, taken);
    deepEqual([second.several, second.phenomena.length, gapsOf(second).length], [true, 2, 0]);
  });
});
