/** Messages between the reader's page and whoever serves it (the extension host, `deepminer study serve`). The key has no message. */
import type { StudyAnswer, StudyItem, StudyPicture, StudyState } from './study';

/** A call as the page gives it; whoever serves knows the reader and the time of day. */
export type GivenCall = Omit<StudyAnswer, 'at' | 'id' | 'reader'>;

export type StudyToHost =
  /** The page is there: asks for the state. */
  | { type: 'ready' }
  | { type: 'picture'; case: string }
  | { type: 'call'; id: number; answer: GivenCall }
  /** What is being looked at, for a title. */
  | { type: 'position'; item: StudyItem | null };

export type HostToStudy =
  | { type: 'state'; state: StudyState & { notice: string; restore?: unknown } }
  /** Nothing can be read: why, and what to do. */
  | { type: 'unavailable'; message: string }
  | { type: 'picture'; case: string; picture: StudyPicture }
  | { type: 'pictureFailed'; case: string; message: string }
  /** It is on the disk; `standing`: all standing answers of the reader. */
  | { type: 'saved'; id: number; answer: StudyAnswer; standing: StudyAnswer[] }
  | { type: 'failed'; id: number; message: string };
