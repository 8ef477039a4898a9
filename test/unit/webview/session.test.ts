/** Facts of the survey's course: what is posted, what counts as saved, where it resumes. */
import { deepEqual, equal } from 'node:assert/strict';
import type { Answer } from '../../../src/protocol/annotation';
import type { SurveyState, SurveyToHost } from '../../../src/protocol/survey';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { answerRecognizable, changePhenomenon, emptyDraft } from '../../../webview/survey/draft';
import { type Keepsake, keepsakeOf } from '../../../webview/survey/keepsake';
import { currentUnit, doneCount, isDirty, openSession, type Session, workOf } from '../../../webview/survey/session';
import { type SurveyEvent, step } from '../../../webview/survey/step';
import { savedState } from '../../../webview/survey/surveyHeader';

const [first, second, third] = [0, 1, 2].map((i) => unitId(unitIndex(i)));
const no = answerRecognizable(emptyDraft(), false);

function survey(answers: Answer[] = []): SurveyState {
  const units = [first, second, third].map((unit, i) => ({ unit, className: 'benign', rank: i + 1, others: 0 }));
  const lexicon = { categories: [] };
  const none = { mode: 'blind' as const, othersAnswers: [], drafts: {}, problems: [] };
  return { ...none, expert: 'ann', network: 'n', mining: 'm', classes: ['benign'], lexicon, units, answers, base: 'b', notice: '' };
}

function answer(unit: Answer['unit'], of: Partial<Answer> = {}): Answer {
  return {
    unit,
    expert: 'ann',
    at: '2031-01-01T00:00:00Z',
    seconds: 9,
    network: 'n',
    mining: 'm',
    recognizable: false,
    several: false,
    phenomena: [],
    ...of,
  };
}

/** Runs events from an opened survey; returns the end and everything posted. */
function play(events: SurveyEvent[], from?: Session): { session: Session; posted: SurveyToHost[] } {
  let session = from ?? step(openSession(), { type: 'message', message: { type: 'state', state: survey() } }).session;
  const posted: SurveyToHost[] = [];
  for (const event of events) {
    const result = step(session, event);
    session = result.session;
    posted.push(...result.post);
  }
  return { session, posted };
}

const reopen = (answers: Answer[], keepsake?: Keepsake) =>
  step(openSession(), { type: 'message', message: { type: 'state', state: survey(answers) }, keepsake });

describe('the survey', () => {
  it('goes to a unit that is chosen elsewhere, the current answer sent first, and passes over one it does not have', () => {
    const chosen = { type: 'message', message: { type: 'open', unit: third } } as const;
    const { session, posted } = play([{ type: 'edit', draft: no }, chosen]);
    equal(currentUnit(session), third);
    equal(posted[0].type, 'answer');
    const other = { type: 'message', message: { type: 'open', unit: unitId(unitIndex(99)) } } as const;
    equal(currentUnit(play([other], session).session), third);
  });

  it('counts an answer as saved only when the host acknowledged it', () => {
    const sent = play([{ type: 'looked', seconds: 21 }, { type: 'edit', draft: no }, { type: 'next' }]);
    const request = sent.posted.find((m) => m.type === 'answer');
    deepEqual(request, {
      type: 'answer',
      id: 1,
      answer: { unit: first, seconds: 21, network: 'n', mining: 'm', recognizable: false, several: false, phenomena: [], replaces: [] },
    });
    equal(currentUnit(sent.session), second);
    equal(doneCount(sent.session), 0);
    equal(savedState(sent.session, second).text, `Saving ${first}…`);
    const acknowledged = play([{ type: 'message', message: { type: 'saved', id: 1, answer: answer(first), standing: [] } }], sent.session);
    equal(doneCount(acknowledged.session), 1);
    equal(savedState(acknowledged.session, second).text, `${first} saved`);
  });

  it('keeps a refused answer, says so, and sends it again with a new number', () => {
    const refused = play([
      { type: 'edit', draft: no },
      { type: 'next' },
      { type: 'message', message: { type: 'failed', id: 1, message: 'The disk is full.' } },
    ]);
    equal(workOf(refused.session, first).failure, 'The disk is full.');
    equal(isDirty(workOf(refused.session, first)), true);
    const again = play([{ type: 'retry', unit: first }], refused.session);
    deepEqual(
      again.posted.map((m) => m.type === 'answer' && m.id),
      [2],
    );
    equal(workOf(again.session, first).failure, undefined);
  });

  it('does not call a draft saved that was changed while its answer was on the way', () => {
    const { session } = play([
      { type: 'edit', draft: no },
      { type: 'next' },
      { type: 'previous' },
      { type: 'edit', draft: answerRecognizable(no, true) },
      { type: 'message', message: { type: 'saved', id: 1, answer: answer(first), standing: [] } },
    ]);
    equal(isDirty(workOf(session, first)), true);
    equal(savedState(session, first).kind, 'draft');
  });

  it('stays at an incomplete answer and says what is missing; skipping keeps the draft and sends nothing', () => {
    const yes = answerRecognizable(emptyDraft(), true);
    const stopped = play([{ type: 'edit', draft: yes }, { type: 'next' }]);
    equal(currentUnit(stopped.session), first);
    equal(stopped.session.gaps.length, 3);
    const skipped = play([{ type: 'skip' }], stopped.session);
    equal(currentUnit(skipped.session), second);
    equal(
      skipped.posted.some((m) => m.type === 'answer'),
      false,
    );
    equal(workOf(skipped.session, first).draft.recognizable, true);
  });

  it('sends an answer that has not changed no second time', () => {
    const { session } = play([{ type: 'edit', draft: no }, { type: 'next' }]);
    const back = play([{ type: 'previous' }, { type: 'next' }], session);
    equal(
      back.posted.some((m) => m.type === 'answer'),
      false,
    );
  });

  it('resumes at the first unanswered unit', () => {
    equal(currentUnit(reopen([answer(first)]).session), second);
    equal(currentUnit(reopen([answer(first), answer(second), answer(third)]).session), first);
  });

  it('leaves out answers given to another network or by another expert', () => {
    const { session } = reopen([answer(first, { network: 'other' }), answer(second, { expert: 'bob' })]);
    equal(doneCount(session), 0);
  });

  it('brings drafts back after a reload, and sends again what had not been acknowledged', () => {
    const before = play([{ type: 'edit', draft: no }, { type: 'next' }, { type: 'edit', draft: answerRecognizable(emptyDraft(), true) }]);
    const keepsake = JSON.parse(JSON.stringify(keepsakeOf(before.session))) as Keepsake;
    const after = reopen([], keepsake);
    equal(currentUnit(after.session), second);
    equal(workOf(after.session, second).draft.recognizable, true);
    deepEqual(
      after.post.flatMap((m) => (m.type === 'answer' ? [m.answer.unit] : [])),
      [first],
    );
  });

  it('takes no draft over from another mining result', () => {
    const keepsake = keepsakeOf(play([{ type: 'edit', draft: no }]).session);
    equal(isDirty(workOf(reopen([], { ...keepsake!, mining: 'other' }).session, first)), false);
  });

  it('asks for the pictures of this unit and the next, and not again for those it has', () => {
    const opened = reopen([]);
    const { mining } = survey();
    deepEqual(opened.post, [
      { type: 'position', unit: first },
      { type: 'unit', unit: first, mining },
      { type: 'unit', unit: second, mining },
    ]);
  });

  it('keeps what it shows when the units were mined again, and sends a complete answer before it opens them', () => {
    const before = reopen([]).session;
    const { session } = step(before, { type: 'message', message: { type: 'minedAgain', unit: second, mining: 'newer' } });
    deepEqual([session.minedAgain, session.loaded, session.position], ['newer', before.loaded, before.position]);
    const edited = step(session, { type: 'edit', draft: no }).session;
    const { post } = step(edited, { type: 'reopen' });
    deepEqual(
      post.map((m) => (m.type === 'answer' ? [m.type, m.answer.mining] : [m.type])),
      [['answer', survey().mining], ['ready']],
    );
    const newer = { ...survey(), mining: 'newer' };
    const opened = step(edited, { type: 'message', message: { type: 'state', state: newer } });
    equal(opened.session.minedAgain, undefined);
    deepEqual(opened.post.at(-1), { type: 'unit', unit: second, mining: 'newer' });
    // An old reply that comes late.
    equal(
      step(opened.session, { type: 'message', message: { type: 'minedAgain', unit: second, mining: 'newer' } }).session.minedAgain,
      undefined,
    );
  });

  it('says what to do when nothing was mined', () => {
    const { session } = step(openSession(), { type: 'message', message: { type: 'state', state: { ...survey(), units: [] } } });
    equal(/Mine Units/.test(session.empty ?? ''), true);
  });

  it('adds the time of a second look to the first', () => {
    const { posted } = play(
      [{ type: 'open', unit: first }, { type: 'looked', seconds: 4 }, { type: 'edit', draft: no }, { type: 'next' }],
      reopen([answer(first)]).session,
    );
    const sent = posted.find((m) => m.type === 'answer');
    equal(sent?.type === 'answer' && sent.answer.seconds, 13);
  });

  it('goes back step by step and forward again; letters of one field are one step', () => {
    const yes = answerRecognizable(emptyDraft(), true);
    const typed = (text: string) => changePhenomenon(yes, 0, { description: text });
    const { session } = play([
      { type: 'edit', draft: yes },
      { type: 'edit', draft: typed('v'), control: 'description-0' },
      { type: 'edit', draft: typed('ve'), control: 'description-0' },
      { type: 'undo' },
    ]);
    equal(workOf(session, first).draft.phenomena[0].description, '');
    const forward = play([{ type: 'redo' }], session).session;
    equal(workOf(forward, first).draft.phenomena[0].description, 've');
    const back = play([{ type: 'undo' }, { type: 'undo' }, { type: 'undo' }], forward).session;
    deepEqual(workOf(back, first).draft, emptyDraft());
  });

  it('says which answers in sight a new one takes the place of', () => {
    const opened = reopen([answer(first, { id: 'aaaaaaaa' }), answer(first, { id: 'bbbbbbbb', recognizable: true })]);
    const { posted } = play([{ type: 'open', unit: first }, { type: 'edit', draft: no }, { type: 'next' }], opened.session);
    const sent = posted.find((m) => m.type === 'answer');
    deepEqual(sent?.type === 'answer' && sent.answer.replaces, ['aaaaaaaa', 'bbbbbbbb']);
  });

  it('takes the later of the drafts on the disk and in the page', () => {
    const yes = answerRecognizable(emptyDraft(), true);
    const kept = (revision: number, draft = no) => ({ [first]: { draft, seconds: 3, revision, submitted: false } });
    const open = (onDisk: number, inPage: number) =>
      step(openSession(), {
        type: 'message',
        message: { type: 'state', state: { ...survey(), drafts: kept(onDisk, yes) } },
        keepsake: { expert: 'ann', mining: 'm', mode: 'blind', order: 'class', work: kept(inPage) },
      }).session;
    equal(workOf(open(5, 4), first).draft.recognizable, true);
    equal(workOf(open(4, 5), first).draft.recognizable, false);
  });

  it('does away with a draft whose answer had arrived, and sends it no second time', () => {
    const drafts = { [first]: { draft: no, seconds: 3, revision: 4, submitted: true } };
    const { session, post } = step(openSession(), {
      type: 'message',
      message: { type: 'state', state: { ...survey([answer(first)]), drafts } },
    });
    deepEqual(post[0], { type: 'draft', unit: first });
    equal(isDirty(workOf(session, first)), false);
    equal(
      post.some((m) => m.type === 'answer'),
      false,
    );
  });

  it('keeps the unit in sight when the order changes', () => {
    const state = survey();
    state.units = state.units.map((u, i) => ({ ...u, others: [2, 0, 1][i] }));
    const opened = step(openSession(), { type: 'message', message: { type: 'state', state } }).session;
    const { session } = play(
      [
        { type: 'open', unit: first },
        { type: 'order', order: 'least' },
      ],
      opened,
    );
    deepEqual(
      session.units.map((u) => u.unit),
      [second, third, first],
    );
    equal(currentUnit(session), first);
  });

  it('lets whoever decides begin where experts differ most', () => {
    const of = (unit: Answer['unit'], expert: string, recognizable: boolean) => answer(unit, { expert, recognizable });
    const othersAnswers = [of(first, 'a', true), of(first, 'b', true), of(third, 'a', true), of(third, 'b', false)];
    const state = { ...survey(), mode: 'consensus' as const, othersAnswers };
    equal(currentUnit(step(openSession(), { type: 'message', message: { type: 'state', state } }).session), third);
  });

  it('says that a draft is on this page alone only while that is so', () => {
    const failed = { type: 'message', message: { type: 'draftFailed', unit: first, message: 'The disk is full.' } } as const;
    const { session } = play([{ type: 'edit', draft: no }, failed]);
    equal(savedState(session, first).text, 'Draft on this page alone. The disk is full.');
    const again = play([{ type: 'edit', draft: answerRecognizable(no, true) }], session).session;
    equal(savedState(again, first).text, 'Draft, not saved yet');
  });
});
