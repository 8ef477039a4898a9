/** The reading of a study as one value: what was called, what is being chosen, and what is safe. */
import type { StudyAnswer, StudyCall, StudyConfidence, StudyItem, StudyPicture } from '../../src/protocol/study';
import type { GivenCall, HostToStudy } from '../../src/protocol/studyPage';

export type OpenStudy = Extract<HostToStudy, { type: 'state' }>['state'];

/** What is shown: what will be asked, a case, what changes with the next part, or thanks. */
export type Screen = 'start' | 'case' | 'between' | 'end';
export type PauseReason = 'asked' | 'hidden' | 'idle';

/** The call in the making. */
export interface Choice {
  call?: StudyCall;
  confidence?: StudyConfidence;
  /** Chosen since the case was shown: one that stood before, or that a pause came upon, is sent by the reader's own hand alone. */
  fresh: boolean;
}

/** A call on its way to the disk; the page does not go on before it is there. */
export interface Sending {
  id: number;
  answer: GivenCall;
  failure?: string;
  /** After a failure: what stands on the disk is being asked for. */
  retrying?: boolean;
}

export interface Session {
  study?: OpenStudy;
  /** Nothing can be read: why. */
  unavailable?: string;
  screen: Screen;
  /** Place in the study's items. */
  position: number;
  choice: Choice;
  /** Seconds the case was looked at so far. */
  seconds: number;
  paused?: PauseReason;
  sending?: Sending;
  /** Standing answers by item. */
  standing: Record<string, StudyAnswer[]>;
  /** By case: of the one shown and its neighbours alone, since a study has hundreds. */
  pictures: Record<string, StudyPicture>;
  pictureFailures: Record<string, string>;
  /** A call is sent when it is complete, or waits for the reader's Enter. */
  waits: boolean;
  /** What became of a call that was dropped for one given elsewhere. */
  dropped?: string;
  noticesClosed: boolean;
  nextRequest: number;
}

/** `firstRequest` differs from page to page, so that a late acknowledgement to a page before a reload is not taken for this one's. */
export function openSession(firstRequest = 1): Session {
  return {
    screen: 'start',
    position: 0,
    choice: { fresh: false },
    seconds: 0,
    standing: {},
    pictures: {},
    pictureFailures: {},
    waits: false,
    noticesClosed: false,
    nextRequest: firstRequest,
  };
}

export const keyOf = ({ case: id, condition }: StudyItem): string => `${condition}/${id}`;

export const currentItem = ({ study, position }: Session): StudyItem | undefined => study?.items[position];

/** The latest acknowledged answer to an item. */
export const answerTo = (session: Session, item: StudyItem): StudyAnswer | undefined => session.standing[keyOf(item)]?.at(-1);

export const answeredCount = (session: Session): number =>
  session.study?.items.filter((item) => answerTo(session, item) !== undefined).length ?? 0;

/** The item can be looked at: its picture, where it has one, is here. */
export const isReady = (session: Session, item: StudyItem): boolean =>
  item.condition === 'words' || session.pictures[item.case] !== undefined;

/** A case is looked at: its time counts, and it can be called. */
export function isReading(session: Session): boolean {
  const item = currentItem(session);
  return session.screen === 'case' && !session.paused && !session.sending && item !== undefined && isReady(session, item);
}

/** The parts that the study is read in, one a condition, in order: where each begins, and how many items it has. */
export function partsOf(study: OpenStudy): { condition: StudyItem['condition']; start: number; count: number }[] {
  const parts: ReturnType<typeof partsOf> = [];
  study.items.forEach(({ condition }, start) => {
    const last = parts.at(-1);
    if (last?.condition === condition) last.count++;
    else parts.push({ condition, start, count: 1 });
  });
  return parts;
}

/** Seconds that the items left will take at the reader's own pace: the median of the calls of each condition; undefined while there is none. */
export function secondsLeft(session: Session): number | undefined {
  const items = session.study?.items ?? [];
  const spent: Partial<Record<StudyItem['condition'], number[]>> = {};
  for (const item of items) {
    const seconds = answerTo(session, item)?.seconds ?? 0;
    if (seconds > 0) spent[item.condition] = [...(spent[item.condition] ?? []), seconds];
  }
  const all = Object.values(spent).flat();
  if (all.length === 0) return undefined;
  return items.reduce((sum, item) => sum + (answerTo(session, item) ? 0 : median(spent[item.condition] ?? all)), 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
