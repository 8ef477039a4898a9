/**
 * The survey as one value and the events that change it. `step` is pure: it returns the next session and the messages
 * to post. An answer counts as saved only when the host acknowledged it; until then its draft is kept.
 */
import type { Answer } from '../../src/protocol/annotation';
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import type { HostToSurvey, SurveyState, SurveyToHost } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { answerOf, type Draft, draftOf, emptyDraft, type Gap, gapsOf } from './draft';

/** One unit's answer in the making. Revisions count edits: saved when savedRevision has caught up with revision. */
export interface UnitWork {
  draft: Draft;
  revision: number;
  savedRevision: number;
  /** Looked at so far, idle time left out. */
  seconds: number;
  /** The request whose acknowledgement is awaited, and the revision it carries. */
  request?: { id: number; revision: number };
  /** Why the last request was refused. */
  failure?: string;
}

export interface Session {
  survey?: SurveyState;
  /** Nothing to annotate: what to do instead. */
  empty?: string;
  /** Place in survey.units. */
  position: number;
  /** Every unit is answered and the closing page is shown. */
  finished: boolean;
  loaded: Record<UnitId, { unit: MinedUnit; views: Record<string, ViewCard> }>;
  /** Units whose pictures could not be read, and why. */
  unreadable: Record<UnitId, string>;
  work: Record<UnitId, UnitWork>;
  /** Latest acknowledged answer per unit. */
  answers: Record<UnitId, Answer>;
  /** The unit acknowledged last. */
  lastSaved?: UnitId;
  /** Shown after `next` was refused. */
  gaps: Gap[];
  nextRequest: number;
}

/** What outlives a reload of the page: unfinished drafts of one expert on one mining result. */
export interface Keepsake {
  expert: string;
  mining: string;
  unit?: UnitId;
  work: Record<UnitId, Pick<UnitWork, 'draft' | 'seconds'> & { submitted: boolean }>;
}

export type SurveyEvent =
  | { type: 'message'; message: HostToSurvey; keepsake?: Keepsake }
  | { type: 'edit'; draft: Draft }
  | { type: 'looked'; seconds: number }
  | { type: 'next' }
  | { type: 'skip' }
  | { type: 'previous' }
  | { type: 'open'; unit: UnitId }
  | { type: 'retry'; unit: UnitId }
  | { type: 'reload'; unit: UnitId };

export interface Step {
  session: Session;
  post: SurveyToHost[];
}

/** `firstRequest` differs from page to page, so that a late acknowledgement to a page before a reload is not taken for this one's. */
export function openSession(firstRequest = 1): Session {
  return { position: 0, finished: false, loaded: {}, unreadable: {}, work: {}, answers: {}, gaps: [], nextRequest: firstRequest };
}

export function currentUnit(session: Session): UnitId | undefined {
  return session.survey?.units[session.position]?.unit;
}

/** The form of a unit: its draft, else the answer already given, else empty. */
export function workOf(session: Session, unit: UnitId): UnitWork {
  const answer = session.answers[unit];
  return (
    session.work[unit] ?? {
      draft: answer ? draftOf(answer) : emptyDraft(),
      revision: 0,
      savedRevision: 0,
      seconds: answer?.seconds ?? 0,
    }
  );
}

export const isDirty = (work: UnitWork): boolean => work.revision !== work.savedRevision;

export function doneCount(session: Session): number {
  return session.survey?.units.filter((u) => session.answers[u.unit]).length ?? 0;
}

export function step(session: Session, event: SurveyEvent): Step {
  switch (event.type) {
    case 'message':
      return receive(session, event.message, event.keepsake);
    case 'edit':
      return edit(session, event.draft);
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
    case 'retry':
      return submit(session, event.unit);
    case 'reload': {
      const { [event.unit]: _, ...unreadable } = session.unreadable;
      return { session: { ...session, unreadable }, post: [{ type: 'unit', unit: event.unit }] };
    }
  }
}

/** The drafts that are not safe yet. */
export function keepsakeOf(session: Session): Keepsake | undefined {
  if (!session.survey) return undefined;
  const work: Keepsake['work'] = {};
  for (const { unit } of session.survey.units) {
    const w = session.work[unit];
    if (w && isDirty(w)) work[unit] = { draft: w.draft, seconds: w.seconds, submitted: w.request !== undefined || w.failure !== undefined };
  }
  return { expert: session.survey.expert, mining: session.survey.mining, unit: currentUnit(session), work };
}

function receive(session: Session, message: HostToSurvey, keepsake?: Keepsake): Step {
  switch (message.type) {
    case 'state':
      return begin(session, message.state, keepsake);
    case 'empty':
      return { session: { ...openSession(session.nextRequest), empty: message.message }, post: [] };
    case 'unit': {
      const { [message.unit.unit]: _, ...unreadable } = session.unreadable;
      const loaded = { ...session.loaded, [message.unit.unit]: { unit: message.unit, views: message.views } };
      return { session: { ...session, loaded, unreadable }, post: [] };
    }
    case 'unitFailed':
      return { session: { ...session, unreadable: { ...session.unreadable, [message.unit]: message.message } }, post: [] };
    case 'saved':
      return { session: acknowledge(session, message.id, message.answer), post: [] };
    case 'failed':
      return { session: refuse(session, message.id, message.message), post: [] };
    case 'open':
      return openUnit(session, message.unit);
    case 'draftFailed':
      return { session, post: [] };
  }
}

function begin(session: Session, survey: SurveyState, keepsake?: Keepsake): Step {
  if (survey.units.length === 0) {
    const empty = 'No unit has been mined. Run “DeepMiner: Mine Units” first.';
    return { session: { ...openSession(session.nextRequest), empty }, post: [] };
  }
  const answers: Session['answers'] = {};
  for (const answer of survey.answers)
    if (answer.network === survey.network && answer.expert === survey.expert) answers[answer.unit] = answer;
  const opened: Session = { ...openSession(session.nextRequest), survey, answers };
  const kept = keepsake && keepsake.expert === survey.expert && keepsake.mining === survey.mining ? keepsake : undefined;
  const units = survey.units.map((u) => u.unit);
  for (const unit of units) {
    const draft = kept?.work[unit];
    if (draft) opened.work[unit] = { draft: draft.draft, seconds: draft.seconds, revision: 1, savedRevision: 0 };
  }
  const unanswered = units.findIndex((u) => !answers[u]);
  const unfinished = units.findIndex((u) => u === kept?.unit && opened.work[u] !== undefined);
  opened.position = unfinished >= 0 ? unfinished : Math.max(unanswered, 0);
  // An answer sent just before a reload may not have arrived: it is sent again, and the log keeps the latest.
  let result: Step = { session: opened, post: [] };
  for (const unit of units) if (kept?.work[unit]?.submitted) result = chain(result, submit(result.session, unit));
  return chain(result, show(result.session));
}

/** Saves a complete answer and moves on; an incomplete one stays and says what is missing. */
function next(session: Session): Step {
  const unit = currentUnit(session);
  if (!unit) return { session, post: [] };
  const work = workOf(session, unit);
  const gaps = gapsOf(work.draft);
  if (gaps.length > 0) return { session: { ...session, gaps }, post: [] };
  return leaveFor(session, session.position + 1);
}

/** Goes to a unit of the survey; another one is passed over. */
function openUnit(session: Session, unit: UnitId): Step {
  return leaveFor(session, session.survey?.units.findIndex((u) => u.unit === unit) ?? -1);
}

/** Leaves the current unit: a complete, changed draft is sent, an incomplete one is kept. */
function leaveFor(session: Session, position: number): Step {
  const units = session.survey?.units ?? [];
  const unit = currentUnit(session);
  if (!unit || position < 0 || position > units.length) return { session, post: [] };
  const left = submit({ ...session, gaps: [] }, unit);
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
  const answer = answerOf(work.draft, { unit, network: survey.network, mining: survey.mining, seconds: work.seconds });
  const sent: UnitWork = { ...work, request: { id, revision: work.revision }, failure: undefined };
  return {
    session: { ...session, nextRequest: id + 1, work: { ...session.work, [unit]: sent } },
    post: [{ type: 'answer', id, answer }],
  };
}

/** Tells the host where the reader is and asks for this unit's and the next one's pictures. */
function show(session: Session): Step {
  const unit = currentUnit(session);
  if (!unit || session.finished) return { session, post: [] };
  const post: SurveyToHost[] = [{ type: 'position', unit }];
  for (const wanted of [unit, session.survey?.units[session.position + 1]?.unit])
    if (wanted && !session.loaded[wanted]) post.push({ type: 'unit', unit: wanted });
  return { session, post };
}

function edit(session: Session, draft: Draft): Step {
  const edited = withCurrent(session, (w) => ({ ...w, draft, revision: w.revision + 1 }));
  // Messages already shown shrink as they are met; new ones wait for the next attempt.
  const open = new Set(gapsOf(draft).map((g) => g.field));
  return { session: { ...edited, gaps: session.gaps.filter((g) => open.has(g.field)) }, post: [] };
}

function acknowledge(session: Session, id: number, answer: Answer): Session {
  const answers = { ...session.answers, [answer.unit]: answer };
  const work = session.work[answer.unit];
  if (work?.request?.id !== id) return { ...session, answers };
  const saved: UnitWork = { ...work, savedRevision: work.request.revision, request: undefined, failure: undefined };
  return { ...session, answers, lastSaved: answer.unit, work: { ...session.work, [answer.unit]: saved } };
}

function refuse(session: Session, id: number, failure: string): Session {
  const unit = (Object.keys(session.work) as UnitId[]).find((u) => session.work[u].request?.id === id);
  if (!unit) return session;
  return { ...session, work: { ...session.work, [unit]: { ...session.work[unit], request: undefined, failure } } };
}

function withCurrent(session: Session, change: (work: UnitWork) => UnitWork): Session {
  const unit = currentUnit(session);
  return unit ? { ...session, work: { ...session.work, [unit]: change(workOf(session, unit)) } } : session;
}

function chain(before: Step, after: Step): Step {
  return { session: after.session, post: [...before.post, ...after.post] };
}
