/** Messages between the survey page and whoever serves it (the extension host, `deepminer survey serve`), and what the page is given. */
import type { Answer, KeptDraft, Lexicon } from './annotation';
import type { MinedUnit, ViewCard } from './mining';
import type { UnitId } from './unit';

/** `blind`: an expert answers without seeing the others. `consensus`: the owner sees all answers and decides the cleaned label. */
export type SurveyMode = 'blind' | 'consensus';

/** A unit in the survey: the first place where it was chosen, and how many experts have answered it (this one left out). */
export interface SurveyUnit {
  unit: UnitId;
  className: string;
  rank: number;
  others: number;
}

/** What a survey is about, before its pictures get addresses. */
export interface SurveySource {
  mode: SurveyMode;
  miningDir: string;
  network: string;
  mining: string;
  classes: string[];
  lexicon: Lexicon;
  units: SurveyUnit[];
  /** The expert's standing answers; in consensus the standing decisions, whoever took them. Several of one unit are a conflict. */
  answers: Answer[];
  /** In consensus, and where the survey is only looked at: the standing answers of every expert. Blind: empty. */
  othersAnswers: Answer[];
  /** Drafts on the disk, by unit. */
  drafts: Record<UnitId, KeptDraft>;
  /** Damage in the logs, repaired or not, in words. */
  problems: string[];
  /** Why answers are shown and none is taken, in a sentence. Then there is no expert, and `othersAnswers` has everybody's. */
  looking?: string;
  /** Nothing can be computed where the survey is shown: no view is explained. */
  machineless?: boolean;
}

/** The whole survey at its opening; pictures are addressed relative to `base` (a webview URI of the mining folder). */
export interface SurveyState extends Omit<SurveySource, 'miningDir'> {
  expert: string;
  base: string;
  notice: string;
  /** Kept by the page as it is: how whoever serves it finds this survey again after a reload. */
  restore?: unknown;
}

export type SurveyToHost =
  | { type: 'ready' }
  /** `mining`: the result that the page shows; pictures of another are not given for it. */
  | { type: 'unit'; unit: UnitId; mining: string }
  /** Travels a moment after every change; `kept` absent: the draft is done with. */
  | { type: 'draft'; unit: UnitId; kept?: KeptDraft }
  /** When the unit is done; names the request to acknowledge. */
  | { type: 'answer'; id: number; answer: Omit<Answer, 'at' | 'expert' | 'id'> }
  | { type: 'position'; unit: UnitId }
  /** Explain this view by the run of the survey; posted inside VS Code alone. */
  | { type: 'explain'; viewId: string };

export type HostToSurvey =
  | { type: 'state'; state: SurveyState }
  | { type: 'unit'; unit: MinedUnit; views: Record<string, ViewCard> }
  /** The unit's pictures are not of the result that the page shows any more, but of this one. */
  | { type: 'minedAgain'; unit: UnitId; mining: string }
  /** The unit's patches could not be read: why, and what to do. */
  | { type: 'unitFailed'; unit: UnitId; message: string }
  /** `standing`: the expert's answers to the unit now; more than one is a conflict. */
  | { type: 'saved'; id: number; answer: Answer; standing: Answer[] }
  | { type: 'failed'; id: number; message: string }
  /** The draft is on this page alone: it could not be kept on the disk. */
  | { type: 'draftFailed'; unit: UnitId; message: string }
  /** A unit was chosen elsewhere: the survey goes to it. */
  | { type: 'open'; unit: UnitId }
  /** Nothing to annotate yet: what to do instead. */
  | { type: 'empty'; message: string };
