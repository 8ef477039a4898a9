/** What outlives a reload of the page: the call that may not be on the disk, the one in the making, and how the reader likes to send. */
import type { StudyItem } from '../../src/protocol/study';
import type { GivenCall } from '../../src/protocol/studyPage';
import { type Choice, currentItem, type OpenStudy, type Session } from './session';

export interface Keepsake {
  reader: string;
  /** Hash of the plan. */
  study: string;
  waits: boolean;
  sent?: GivenCall;
  work?: { item: StudyItem; choice: Choice; seconds: number };
  /** How whoever serves the page finds the study again. */
  restore?: unknown;
}

export function keepsakeOf(session: Session): Keepsake | undefined {
  if (!session.study) return undefined;
  const { reader, study, restore } = session.study;
  const item = currentItem(session);
  const { waits, sending, choice, seconds } = session;
  return { reader, study, waits, restore, sent: sending?.answer, work: item && !sending ? { item, choice, seconds } : undefined };
}

/** The keepsake, where it is of this study and reader. */
export function fitting(keepsake: Keepsake | undefined, study: OpenStudy): Keepsake | undefined {
  return keepsake?.reader === study.reader && keepsake.study === study.study ? keepsake : undefined;
}

/** A state kept by another version of the page is left alone. */
export function asKeepsake(state: unknown): Keepsake | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { reader, study } = state as Partial<Keepsake>;
  return typeof reader === 'string' && typeof study === 'string' ? (state as Keepsake) : undefined;
}
