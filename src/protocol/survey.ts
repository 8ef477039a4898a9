/** Messages between the survey page and the extension host, and what the page is given. */
import type { Answer, Lexicon } from './annotation';
import type { MinedUnit, ViewCard } from './mining';
import type { UnitId } from './unit';

/** The whole survey at its opening; pictures are addressed relative to `base` (a webview URI of the mining folder). */
export interface SurveyState {
  expert: string;
  network: string;
  mining: string;
  classes: string[];
  lexicon: Lexicon;
  units: { unit: UnitId; className: string; rank: number }[];
  /** The expert's latest answers. */
  answers: Answer[];
  base: string;
  notice: string;
}

export type SurveyToHost =
  | { type: 'ready' }
  | { type: 'unit'; unit: UnitId }
  /** `draft` travels with every change, `answer` when the unit is done; both name the request to acknowledge. */
  | { type: 'answer'; id: number; answer: Omit<Answer, 'at' | 'expert'> }
  | { type: 'position'; unit: UnitId };

export type HostToSurvey =
  | { type: 'state'; state: SurveyState }
  | { type: 'unit'; unit: MinedUnit; views: Record<string, ViewCard> }
  /** The unit's patches could not be read: why, and what to do. */
  | { type: 'unitFailed'; unit: UnitId; message: string }
  | { type: 'saved'; id: number; answer: Answer }
  | { type: 'failed'; id: number; message: string }
  /** A unit was chosen elsewhere: the survey goes to it. */
  | { type: 'open'; unit: UnitId }
  /** Nothing to annotate yet: what to do instead. */
  | { type: 'empty'; message: string };
