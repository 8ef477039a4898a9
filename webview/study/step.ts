/**
 * The events that change a session. `step` is pure: it returns the next session and the messages to post. The page goes on to the next case
 * when the call was acknowledged, and not before.
 */
import type { StudyCall, StudyConfidence, StudyItem } from '../../src/protocol/study';
import type { GivenCall, HostToStudy, StudyToHost } from '../../src/protocol/studyPage';
import { begin, standingOf } from './begin';
import type { Keepsake } from './keepsake';
import { answerTo, type Choice, currentItem, isReading, keyOf, type PauseReason, type Session } from './session';

export type StudyEvent =
  | { type: 'message'; message: HostToStudy; keepsake?: Keepsake }
  | { type: 'looked'; seconds: number }
  | { type: 'call'; call: StudyCall }
  | { type: 'confidence'; confidence: StudyConfidence }
  /** Takes the choice back before it is sent. */
  | { type: 'clear' }
  | { type: 'send' }
  | { type: 'waits'; waits: boolean }
  | { type: 'pause'; reason: PauseReason }
  /** On from the start, from a pause or to the next part. */
  | { type: 'goOn' }
  | { type: 'back' }
  | { type: 'forward' }
  | { type: 'retry' }
  | { type: 'reloadPicture' }
  | { type: 'pictureBroken'; case: string; message: string }
  | { type: 'closeNotices' };

export interface Step {
  session: Session;
  post: StudyToHost[];
}

export function step(session: Session, event: StudyEvent): Step {
  switch (event.type) {
    case 'message':
      return receive(session, event.message, event.keepsake);
    case 'looked':
      return still({ ...session, seconds: session.seconds + event.seconds });
    case 'call':
      return choose(session, { call: event.call });
    case 'confidence':
      return choose(session, { confidence: event.confidence });
    case 'clear':
      return isReading(session) ? still({ ...session, choice: standingChoice(session) }) : still(session);
    case 'send':
      return send(session);
    case 'waits':
      return still({ ...session, waits: event.waits });
    case 'pause':
      if (session.screen !== 'case' || session.paused) return still(session);
      return still({ ...session, paused: event.reason, choice: { ...session.choice, fresh: false } });
    case 'goOn':
      return goOn(session);
    case 'back':
      return session.study?.goBack && !session.sending
        ? visit(session, session.screen === 'end' ? session.position : session.position - 1)
        : still(session);
    case 'forward': {
      const item = currentItem(session);
      const answered = item !== undefined && answerTo(session, item) !== undefined;
      return session.study?.goBack && session.screen === 'case' && !session.sending && answered ? advance(session) : still(session);
    }
    case 'retry':
      if (!session.sending?.failure && !session.unavailable) return still(session);
      return {
        session: { ...session, sending: session.sending && { ...session.sending, retrying: true } },
        // What stands comes first: the call may have arrived though its acknowledgement did not.
        post: [{ type: 'ready' }],
      };
    case 'reloadPicture': {
      const item = currentItem(session);
      if (!item) return still(session);
      const { [item.case]: _, ...pictureFailures } = session.pictureFailures;
      return { session: { ...session, pictureFailures }, post: [{ type: 'picture', case: item.case }] };
    }
    case 'pictureBroken': {
      const { [event.case]: _, ...pictures } = session.pictures;
      return still({ ...session, pictures, pictureFailures: { ...session.pictureFailures, [event.case]: event.message } });
    }
    case 'closeNotices':
      return still({ ...session, noticesClosed: true, dropped: undefined });
  }
}

function receive(session: Session, message: HostToStudy, keepsake?: Keepsake): Step {
  switch (message.type) {
    case 'state': {
      const begun = begin(session, message.state, keepsake);
      if (begun.unsent) return submit(begun.session, begun.unsent);
      return { session: begun.session, post: wantedPictures(begun.session) };
    }
    case 'unavailable':
      if (session.study && session.sending)
        return still({ ...session, sending: { ...session.sending, failure: message.message, retrying: false } });
      return still({ ...session, study: undefined, unavailable: message.message });
    case 'picture': {
      const { [message.case]: _, ...pictureFailures } = session.pictureFailures;
      return still({ ...session, pictures: { ...session.pictures, [message.case]: message.picture }, pictureFailures });
    }
    case 'pictureFailed':
      return still({ ...session, pictureFailures: { ...session.pictureFailures, [message.case]: message.message } });
    case 'saved': {
      const standing = standingOf(message.standing.length > 0 ? message.standing : [message.answer]);
      const kept = { ...session, standing: { ...session.standing, ...standing } };
      return session.sending?.id === message.id ? advance({ ...kept, sending: undefined }) : still(kept);
    }
    case 'failed':
      if (session.sending?.id !== message.id) return still(session);
      return still({ ...session, sending: { ...session.sending, failure: message.message, retrying: false } });
  }
}

const still = (session: Session): Step => ({ session, post: [] });

function choose(session: Session, part: Partial<Choice>): Step {
  if (!isReading(session)) return still(session);
  return still({ ...session, choice: { ...session.choice, ...part, fresh: true } });
}

/** What stands of the item that is shown, to be changed or left. */
function standingChoice(session: Session): Choice {
  const item = currentItem(session);
  const answer = item && answerTo(session, item);
  return { call: answer?.call, confidence: answer?.confidence, fresh: false };
}

function send(session: Session): Step {
  const item = currentItem(session);
  const { call, confidence } = session.choice;
  if (!session.study || !item || !call || !confidence || !isReading(session)) return still(session);
  const standing = session.standing[keyOf(item)] ?? [];
  const before = standing.at(-1);
  // Gone back to and left as it was: nothing to keep.
  if (before?.call === call && before.confidence === confidence) return advance(session);
  const replaces = standing.flatMap((a) => a.id ?? []);
  const seconds = Math.round(10 * ((before?.seconds ?? 0) + session.seconds)) / 10;
  return submit(session, {
    study: session.study.study,
    ...item,
    call,
    confidence,
    seconds,
    ...(replaces.length > 0 ? { replaces } : {}),
  });
}

function submit(session: Session, answer: GivenCall): Step {
  const id = session.nextRequest;
  return { session: { ...session, nextRequest: id + 1, sending: { id, answer } }, post: [{ type: 'call', id, answer }] };
}

/** To the next item, or to one passed over, or to the end; by way of a word on what changes where the condition does. */
function advance(session: Session): Step {
  const { items, goBack } = session.study ?? { items: [], goBack: false };
  const first = items.findIndex((item) => !answerTo(session, item));
  const next = goBack && session.position + 1 < items.length ? session.position + 1 : first;
  if (next < 0)
    return { session: { ...session, screen: 'end', choice: { fresh: false }, seconds: 0 }, post: [{ type: 'position', item: null }] };
  const changes = items[next].condition !== items[session.position].condition && next > session.position;
  const screen = session.screen === 'start' ? 'start' : changes ? 'between' : 'case';
  return visit(session, next, screen);
}

function visit(session: Session, position: number, screen: Session['screen'] = 'case'): Step {
  const { study } = session;
  if (!study || position < 0 || position >= study.items.length) return still(session);
  const arrived: Session = { ...session, position, screen, seconds: 0, paused: undefined };
  const shown = { ...arrived, choice: standingChoice(arrived), pictures: near(arrived) };
  return { session: shown, post: [...(screen === 'case' ? [at(study.items[position])] : []), ...wantedPictures(shown)] };
}

const at = (item: StudyItem): StudyToHost => ({ type: 'position', item });

function goOn(session: Session): Step {
  const { study, position, screen } = session;
  if (!study || screen === 'end') return still(session);
  if (screen === 'case') return still({ ...session, paused: undefined });
  const changes = screen === 'start' && position > 0 && study.items[position - 1].condition !== study.items[position].condition;
  if (changes) return still({ ...session, screen: 'between' });
  return { session: { ...session, screen: 'case' }, post: [at(study.items[position]), ...wantedPictures(session)] };
}

/** The items whose pictures are held: this one, the one before and the one after. */
const neighbours = ({ study, position }: Session): StudyItem[] =>
  (study?.items.slice(Math.max(0, position - 1), position + 2) ?? []).filter((item) => item.condition === 'picture');

function near(session: Session): Session['pictures'] {
  return Object.fromEntries(neighbours(session).flatMap(({ case: id }) => (session.pictures[id] ? [[id, session.pictures[id]]] : [])));
}

function wantedPictures(session: Session): StudyToHost[] {
  const items = session.study?.items.slice(session.position, session.position + 2) ?? [];
  return items.flatMap(({ case: id, condition }): StudyToHost[] =>
    condition === 'picture' && !session.pictures[id] ? [{ type: 'picture', case: id }] : [],
  );
}
