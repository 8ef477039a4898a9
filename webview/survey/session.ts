/** The survey as one value: what was given, what is being answered, and what is safe. */
import type { Answer, AnswerDraft } from '../../src/protocol/annotation';
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import type { SurveyState, SurveyUnit } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { draftOf, emptyDraft, type Gap } from './draft';
import type { UnitOrder } from './order';

/** One unit's answer in the making. Revisions count edits: saved when savedRevision has caught up with revision. */
export interface UnitWork {
  draft: AnswerDraft;
  revision: number;
  savedRevision: number;
  /** Looked at so far, idle time left out. */
  seconds: number;
  /** Drafts to go back to, the nearest last, and those gone back from. */
  past: readonly AnswerDraft[];
  future: readonly AnswerDraft[];
  /** The control whose changes count as one step back while it alone is changed. */
  control?: string;
  /** The request whose acknowledgement is awaited, and the revision it carries. */
  request?: { id: number; revision: number };
  /** Why the last request was refused. */
  failure?: string;
  /** Why the draft is on this page alone. */
  draftFailure?: string;
}

export interface Session {
  survey?: SurveyState;
  /** Nothing to annotate: what to do instead. */
  empty?: string;
  /** The survey's units in the order they are gone through. */
  units: readonly SurveyUnit[];
  order: UnitOrder;
  /** Place in units. */
  position: number;
  /** The list is at its end and the closing page is shown. */
  finished: boolean;
  loaded: Record<UnitId, { unit: MinedUnit; views: Record<string, ViewCard> }>;
  /** Units whose pictures could not be read, and why. */
  unreadable: Record<UnitId, string>;
  /** The mining result that took the place of the one shown. */
  minedAgain?: string;
  work: Record<UnitId, UnitWork>;
  /** Acknowledged answers that stand, per unit, the latest last; the next answer takes the place of all. */
  standing: Record<UnitId, Answer[]>;
  /** The unit acknowledged last. */
  lastSaved?: UnitId;
  /** Shown after `next` was refused. */
  gaps: Gap[];
  /** Notices that were read and put away. */
  noticesClosed: boolean;
  nextRequest: number;
}

/** `firstRequest` differs from page to page, so that a late acknowledgement to a page before a reload is not taken for this one's. */
export function openSession(firstRequest = 1): Session {
  return {
    units: [],
    order: 'class',
    position: 0,
    finished: false,
    loaded: {},
    unreadable: {},
    work: {},
    standing: {},
    gaps: [],
    noticesClosed: false,
    nextRequest: firstRequest,
  };
}

export function currentUnit(session: Session): UnitId | undefined {
  return session.units[session.position]?.unit;
}

/** The latest acknowledged answer to a unit. */
export function answerTo(session: Session, unit: UnitId): Answer | undefined {
  return session.standing[unit]?.at(-1);
}

/** The form of a unit: its draft, else the answer already given, else empty. */
export function workOf(session: Session, unit: UnitId): UnitWork {
  const answer = answerTo(session, unit);
  return (
    session.work[unit] ?? {
      draft: answer ? draftOf(answer) : emptyDraft(),
      revision: 0,
      savedRevision: 0,
      seconds: answer?.seconds ?? 0,
      past: [],
      future: [],
    }
  );
}

export const isDirty = (work: UnitWork): boolean => work.revision !== work.savedRevision;

export function doneCount(session: Session): number {
  return session.units.filter((u) => answerTo(session, u.unit)).length;
}

/** The session with the current unit's work changed. */
export function withCurrent(session: Session, change: (work: UnitWork) => UnitWork): Session {
  const unit = currentUnit(session);
  return unit ? withWork(session, unit, change) : session;
}

export function withWork(session: Session, unit: UnitId, change: (work: UnitWork) => UnitWork): Session {
  return { ...session, work: { ...session.work, [unit]: change(workOf(session, unit)) } };
}
