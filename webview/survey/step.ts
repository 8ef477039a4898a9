/**
 * The events that change a session. `step` is pure: it returns the next session and the messages to post. An answer counts as saved only
 * when it was acknowledged; until then its draft is kept.
 */
import type { Answer, AnswerDraft } from '../../src/protocol/annotation';
import type { HostToSurvey, SurveyToHost } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { begin } from './begin';
import { answerOf, gapsOf } from './draft';
import { edited, redone, undone } from './history';
import type { Keepsake } from './keepsake';
import { ordered, type UnitOrder } from './order';
import { currentUnit, isDirty, openSession, type Session, type UnitWork, withCurrent, withWork, workOf } from './session';

export type SurveyEvent =
  | { type: 'message'; message: HostToSurvey; keepsake?: Keepsake }
  /** `control`: as in UnitWork. */
  | { type: 'edit'; draft: AnswerDraft; control?: string }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'looked'; seconds: number }
  | { type: 'next' }
  | { type: 'skip' }
  | { type: 'previous' }
  | { type: 'open'; unit: UnitId }
  | { type: 'order'; order: UnitOrder }
  | { type: 'retry'; unit: UnitId }
  | { type: 'reload'; unit: UnitId }
  | { type: 'explain'; viewId: string }
  | { type: 'closeNotices' }
  /** Opens the survey anew, with the units as they are mined now. */
  | { type: 'reopen' };

export interface Step {
  session: Session;
  post: SurveyToHost[];
}

export function step(session: Session, event: SurveyEvent): Step {
  switch (event.type) {
    case 'message':
      return receive(session, event.message, event.keepsake);
    case 'edit':
      return change(session, (work) => edited(work, event.draft, event.control));
    case 'undo':
      return change(session, undone);
    case 'redo':
      return change(session, redone);
    case 'looked':
      return { session: withCurrent(session, (w) => ({ ...w, seconds: w.seconds + event.seconds })), post: [] };
    case 'next':
      return next(session);
    case 'skip':
      return leaveFor(session, session.position + 1);
    case 'previous':
      return session.finished ? leaveFor(session, session.position) : leaveFor(session, session.position - 1);
    case 'open':
      return openUnit(session, event.unit);
    case 'order':
      return reorder(session, event.order);
    case 'retry':
      return submit(session, event.unit);
    case 'reload': {
      const { [event.unit]: _, ...unreadable } = session.unreadable;
      return { session: { ...session, unreadable }, post: wanted(session, event.unit) };
    }
    case 'explain':
      return { session, post: [{ type: 'explain', viewId: event.viewId }] };
    case 'closeNotices':
      return { session: { ...session, noticesClosed: true }, post: [] };
    case 'reopen': {
      // What is complete is of the units that were seen: it goes before they do.
      const unit = currentUnit(session);
      const sent = unit ? submit(session, unit) : { session, post: [] };
      return chain(sent, { session: sent.session, post: [{ type: 'ready' }] });
    }
  }
}

function receive(session: Session, message: HostToSurvey, keepsake?: Keepsake): Step {
  switch (message.type) {
    case 'state': {
      const { session: opened, handedIn, arrived } = begin(session, message.state, keepsake);
      // Sent again: the log keeps the latest.
      const begun: Step = { session: opened, post: arrived.map((unit) => ({ type: 'draft', unit })) };
      const sent = handedIn.reduce((result, unit) => chain(result, submit(result.session, unit)), begun);
      return chain(sent, show(sent.session));
    }
    case 'empty':
      return { session: { ...openSession(session.nextRequest), empty: message.message }, post: [] };
    case 'unit': {
      const { [message.unit.unit]: _, ...unreadable } = session.unreadable;
      const loaded = { ...session.loaded, [message.unit.unit]: { unit: message.unit, views: message.views } };
      return { session: { ...session, loaded, unreadable }, post: [] };
    }
    case 'unitFailed':
      return { session: { ...session, unreadable: { ...session.unreadable, [message.unit]: message.message } }, post: [] };
    case 'minedAgain':
      // Said of a result that has been opened since.
      if (message.mining === session.survey?.mining) return { session, post: wanted(session, message.unit) };
      return { session: { ...session, minedAgain: message.mining }, post: [] };
    case 'saved':
      return { session: acknowledge(session, message.id, message.answer, message.standing), post: [] };
    case 'failed':
      return { session: refuse(session, message.id, message.message), post: [] };
    case 'draftFailed':
      return { session: withWork(session, message.unit, (w) => ({ ...w, draftFailure: message.message })), post: [] };
    case 'open':
      return openUnit(session, message.unit);
  }
}

/** Saves a complete answer and moves on; an incomplete one stays and says what is missing. Where nothing is answered, it moves on alone. */
function next(session: Session): Step {
  const unit = currentUnit(session);
  if (!unit) return { session, post: [] };
  if (session.survey?.looking) return leaveFor(session, Math.min(session.position + 1, session.units.length - 1));
  const gaps = gapsOf(workOf(session, unit).draft);
  if (gaps.length > 0) return { session: { ...session, gaps }, post: [] };
  return leaveFor(session, session.position + 1);
}

/** Goes to a unit of the survey; another one is passed over. */
function openUnit(session: Session, unit: UnitId): Step {
  return leaveFor(
    session,
    session.units.findIndex((u) => u.unit === unit),
  );
}

/** Another order; the unit that is being looked at stays. */
function reorder(session: Session, order: UnitOrder): Step {
  if (!session.survey) return { session, post: [] };
  const units = ordered(session.survey, order);
  const unit = currentUnit(session);
  const position = Math.max(
    0,
    units.findIndex((u) => u.unit === unit),
  );
  return show({ ...session, units, order, position });
}

/** Leaves the current unit: a complete, changed draft is sent, an incomplete one is kept. */
function leaveFor(session: Session, position: number): Step {
  const { units } = session;
  const unit = currentUnit(session);
  if (!unit || position < 0 || position > units.length) return { session, post: [] };
  const left = submit({ ...withCurrent(session, (w) => ({ ...w, control: undefined })), gaps: [] }, unit);
  const moved = position < units.length ? { ...left.session, position, finished: false } : { ...left.session, finished: true };
  return chain({ session: moved, post: left.post }, show(moved));
}

/** Sends a unit's draft when it is complete and not already on its way. */
function submit(session: Session, unit: UnitId): Step {
  const work = workOf(session, unit);
  const { survey } = session;
  if (!survey || !isDirty(work) || gapsOf(work.draft).length > 0) return { session, post: [] };
  if (work.request?.revision === work.revision) return { session, post: [] };
  const id = session.nextRequest;
  const { network, mining } = survey;
  const replaces = (session.standing[unit] ?? []).flatMap((a) => a.id ?? []);
  const answer = answerOf(work.draft, { unit, network, mining, seconds: work.seconds, replaces });
  const sent: UnitWork = { ...work, request: { id, revision: work.revision }, failure: undefined };
  return {
    session: { ...session, nextRequest: id + 1, work: { ...session.work, [unit]: sent } },
    post: [{ type: 'answer', id, answer }],
  };
}

/** Tells where the reader is and asks for this unit's and the next one's pictures. */
function show(session: Session): Step {
  const unit = currentUnit(session);
  if (!unit || session.finished) return { session, post: [] };
  const post: SurveyToHost[] = [{ type: 'position', unit }];
  for (const soon of [unit, session.units[session.position + 1]?.unit])
    if (soon && !session.loaded[soon]) post.push(...wanted(session, soon));
  return { session, post };
}

/** Asks for a unit's pictures, of the mining result that is shown. */
function wanted({ survey }: Session, unit: UnitId): SurveyToHost[] {
  return survey ? [{ type: 'unit', unit, mining: survey.mining }] : [];
}

function change(session: Session, by: (work: UnitWork) => UnitWork): Step {
  if (session.survey?.looking) return { session, post: [] };
  // A changed draft is on its way to the disk anew: what was said of the one before says nothing of it.
  const changed = withCurrent(session, (work) => ({ ...by(work), draftFailure: undefined }));
  const unit = currentUnit(changed);
  // Messages already shown shrink as they are met; new ones wait for the next attempt.
  const open = new Set(unit ? gapsOf(workOf(changed, unit).draft).map((g) => g.field) : []);
  return { session: { ...changed, gaps: session.gaps.filter((g) => open.has(g.field)) }, post: [] };
}

function acknowledge(session: Session, id: number, answer: Answer, given: Answer[]): Session {
  const standing = { ...session.standing, [answer.unit]: given.length > 0 ? given : [answer] };
  const work = session.work[answer.unit];
  if (work?.request?.id !== id) return { ...session, standing };
  const saved: UnitWork = {
    ...work,
    savedRevision: work.request.revision,
    request: undefined,
    failure: undefined,
    draftFailure: undefined,
  };
  return { ...session, standing, lastSaved: answer.unit, work: { ...session.work, [answer.unit]: saved } };
}

function refuse(session: Session, id: number, failure: string): Session {
  const unit = (Object.keys(session.work) as UnitId[]).find((u) => session.work[u].request?.id === id);
  return unit ? withWork(session, unit, (work) => ({ ...work, request: undefined, failure })) : session;
}

function chain(before: Step, after: Step): Step {
  return { session: after.session, post: [...before.post, ...after.post] };
}
