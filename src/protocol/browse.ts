/** A data set to leaf through: its parts, their cases, a case's views with their findings; each fetched when it is opened. */
import type { AnswerConflict, QuestionAgreement } from './surveyResults';
import type { UnitId } from './unit';

export type BrowsedPart = 'train' | 'holdout' | 'test';

export interface PartOverview {
  part: BrowsedPart;
  cases: number;
  views: number;
  findings: number;
}

export interface DatasetOverview {
  /** Absolute folder of the data set. */
  root: string;
  /** Its form in words, e.g. `DDSM`. */
  format: string;
  /** Training, hold-out and test part, also those without a case. */
  parts: PartOverview[];
  /** Files that were left out, and the first of them in words. */
  leftOut: { files: number; first?: string };
}

export interface CaseOverview {
  caseId: string;
  /** Absolute. */
  dir: string;
  /** The class it counts for: the worst of its views'. */
  label: string;
  views: number;
  findings: number;
}

export interface FindingOverview {
  /** 1-based number within its view. */
  id: number;
  /** Class that it counts for. */
  label: string;
  /** `mass`, `calcification`, `other`. */
  kinds: string[];
  /** All keywords of its report, plain and in order. */
  words: string[];
  /** BI-RADS assessment 0-5, where given. */
  assessment?: number;
  /** 1 (subtle) to 5 (obvious), where given. */
  subtlety?: number;
}

export interface ViewOverview {
  viewId: string;
  /** Absolute path of the pixel file. */
  file: string;
  /** Side and projection, or the name that tells the view from others of its case: `LEFT CC`. */
  name: string;
  label: string;
  width: number;
  height: number;
  findings: FindingOverview[];
}

/** A picture as large as it is shown. */
export interface ViewThumbnail {
  /** Base64 JPEG, 240 pixels at most. */
  picture: string;
  width: number;
  height: number;
}

/** What one expert has said of a run's mined units so far. */
export interface ExpertAnswers {
  expert: string;
  /** The reference annotator measures; it is no person. */
  person: boolean;
  /** Absolute path of the log of answers. */
  file: string;
  /** Of the mined units; `named` with words, `unrecognized` without. */
  answered: number;
  named: number;
  unrecognized: number;
  /** ISO time of the latest answer to a mined unit; absent where there is none. */
  lastAt?: string;
  /** Spent on answers that were timed. */
  minutes: number;
  /** In survey order. */
  answers: { unit: UnitId; className: string; rank: number; words: string; recognized: boolean; association?: string; at: string }[];
  /** Answers to units of other networks, or that were not mined. */
  elsewhere: number;
}

/** The answers of all experts to the newest mined run, or to the one that is named. */
export interface AnnotationListing {
  run: string;
  units: number;
  /** Persons by name, then the reference annotator, then those who answered other runs alone. */
  experts: ExpertAnswers[];
  decided: number;
  agreement: QuestionAgreement[];
  conflicts: AnswerConflict[];
  /** Damage in the logs, in words. */
  problems: string[];
}
