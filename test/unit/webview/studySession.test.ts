/** Facts of the reading of a study as one value. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { StudyAnswer, StudyCondition } from '../../../src/protocol/study';
import type { StudyToHost } from '../../../src/protocol/studyPage';
import { keepsakeOf } from '../../../webview/study/keepsake';
import { answeredCount, type OpenStudy, openSession, partsOf, type Session, secondsLeft } from '../../../webview/study/session';
import { commandOf } from '../../../webview/study/shortcuts';
import { type StudyEvent, step } from '../../../webview/study/step';

function study(more: Partial<OpenStudy> = {}, conditions: StudyCondition[] = ['words']): OpenStudy {
  const ids = ['case_001', 'case_002', 'case_003'];
  return {
    name: 's',
    study: 'plan',
    reader: 'ada',
    items: conditions.flatMap((condition) => ids.map((id) => ({ case: id, condition }))),
    cases: Object.fromEntries(ids.map((id) => [id, [[`words of ${id}`]]])),
    answers: [],
    goBack: false,
    problems: [],
    notice: '',
    ...more,
  };
}

const answer = (id: string, more: Partial<StudyAnswer> = {}): StudyAnswer => ({
  study: 'plan',
  case: id,
  condition: 'words',
  reader: 'ada',
  call: 'benign',
  confidence: 3,
  seconds: 10,
  at: '2031',
  id: `line-${id}`,
  ...more,
});

/** The session after these events, and everything posted on the way. */
function following(session: Session, ...events: StudyEvent[]): { session: Session; post: StudyToHost[] } {
  let post: StudyToHost[] = [];
  let now = session;
  for (const event of events) {
    const next = step(now, event);
    now = next.session;
    post = [...post, ...next.post];
  }
  return { session: now, post };
}

const opened = (state: OpenStudy): StudyEvent => ({ type: 'message', message: { type: 'state', state } });
const given: StudyEvent[] = [{ type: 'call', call: 'malignant' }, { type: 'confidence', confidence: 4 }, { type: 'send' }];

describe('the reading of a study', () => {
  it('goes on with the first case that has no answer, and counts what is left at the reader’s own pace, condition by condition', () => {
    const state = study({ answers: [answer('case_001'), answer('case_002', { seconds: 20 }), answer('case_003', { seconds: 30 })] }, [
      'words',
      'picture',
    ]);
    const { session } = following(openSession(), opened(state));
    equal(session.position, 3);
    equal(answeredCount(session), 3);
    // No case with a picture was read yet: the pace is that of words.
    equal(secondsLeft(session), 60);
    const read = { ...state, answers: [...state.answers, answer('case_001', { condition: 'picture', seconds: 4 })] };
    equal(secondsLeft(following(openSession(), opened(read)).session), 8);
    deepEqual(
      partsOf(state).map((p) => [p.condition, p.start, p.count]),
      [
        ['words', 0, 3],
        ['picture', 3, 3],
      ],
    );
    equal(secondsLeft(following(openSession(), opened(study())).session), undefined);
  });

  it('names the part anew where the next part begins after a break', () => {
    const state = study({ answers: ['case_001', 'case_002', 'case_003'].map((id) => answer(id)) }, ['words', 'picture']);
    equal(following(openSession(), opened(state), { type: 'goOn' }).session.screen, 'between');
  });

  it('sends nothing before both questions are answered, nor while it is paused or a call is under way', () => {
    const start = following(openSession(), opened(study()), { type: 'goOn' }).session;
    deepEqual(following(start, { type: 'call', call: 'benign' }, { type: 'send' }).post, []);
    deepEqual(following(start, { type: 'pause', reason: 'asked' }, ...given).post, []);
    const once = following(start, ...given);
    equal(once.post.length, 1);
    deepEqual(following(once.session, ...given).post, []);
    equal(following(once.session, ...given).session.position, 0);
  });

  it('keeps a call given here that another window has given otherwise out of the log, and says so', () => {
    const start = following(openSession(), opened(study()), { type: 'goOn' }, ...given).session;
    const refused = following(start, {
      type: 'message',
      message: { type: 'failed', id: start.sending!.id, message: 'found a second call on case_001' },
    }).session;
    const kept = keepsakeOf(refused);
    const elsewhere = study({ answers: [answer('case_001')] });
    const { session, post } = following(
      refused,
      { type: 'retry' },
      { type: 'message', message: { type: 'state', state: elsewhere }, keepsake: kept },
    );
    deepEqual(
      post.map((m) => m.type),
      ['ready'],
    );
    equal(session.position, 1);
    match(session.dropped ?? '', /case_001 was called in another window: that call stands/);
    deepEqual(session.choice, { fresh: false });
  });

  it('holds the pictures of a case and its neighbours alone', () => {
    const map = { width: 1, height: 1, offset: 0, scale: 0, data: '' };
    const picture = {
      view: { width: 1, height: 1, picture: '', pictureWidth: 1, pictureHeight: 1 },
      placement: { x0: 0, y0: 0, stepX: 1, stepY: 1 },
      units: [{ map, maskThreshold: 0 }],
    };
    const state = study({}, ['picture']);
    let session = following(openSession(), opened(state), { type: 'goOn' }).session;
    for (const id of ['case_001', 'case_002', 'case_003']) {
      session = following(session, { type: 'message', message: { type: 'picture', case: id, picture } }, ...given).session;
      const own = answer(id, { condition: 'picture' });
      session = following(session, {
        type: 'message',
        message: { type: 'saved', id: session.sending!.id, answer: own, standing: [...Object.values(session.standing).flat(), own] },
      }).session;
    }
    equal(session.screen, 'end');
    equal(session.pictures.case_001, undefined);
  });

  it('has no command for a key held down, for another modifier, or where text is typed', () => {
    const key = { key: 'm', code: 'KeyM', altKey: false, ctrlKey: false, metaKey: false };
    equal(commandOf(key, false), 'malignant');
    equal(commandOf({ ...key, repeat: true }, false), undefined);
    equal(commandOf({ ...key, ctrlKey: true }, false), undefined);
    equal(commandOf(key, true), undefined);
    deepEqual(commandOf({ ...key, key: '5', code: 'Numpad5' }, false), { confidence: 5 });
  });
});
