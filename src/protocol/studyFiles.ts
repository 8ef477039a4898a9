/** A study's files on their way to other programs and to paper: what was written, what was taken in, and what was not. */
import type { LeftOut } from './exchange';
import type { UnitId } from './unit';

/** Which study: one of a project by its name, or the tables of responses and key as the published study has them, with its unit labels where given. */
export type ScoredStudy = { project: string; study: string } | { responses: string; key: string; labels?: string };

export type ScoreFormat = 'json' | 'csv';

export interface ExportedScore {
  name: string;
  /** Paths of the files written. */
  files: string[];
}

export interface ExportedSheet {
  study: string;
  reader: string;
  /** The table to fill in, and the page to print. */
  csv: string;
  page: string;
  cases: number;
  /** Questions with pictures, which paper does not have. */
  notOnPaper: number;
}

export interface ImportedSheet {
  study: string;
  reader: string;
  file: string;
  /** Answers appended to the reader's log. */
  imported: number;
  /** Equal to what stands: not appended again. */
  unchanged: number;
  /** Rows without call and confidence: those cases stay unanswered. */
  empty: number;
  leftOut: LeftOut[];
}

/** What looking labels up as the published notebook did comes to, beside a look-up that cannot fail in silence. */
export interface LabelReport {
  /** File names alone. */
  labels: string;
  responses?: string;
  units: LabelledUnit[];
  /** Units whose label the published look-up can never find, of `units`. */
  lost: number;
  /** Words that only such units have. */
  lostWords: string[];
  /** Words of the responses, most often first. */
  shown?: { words: string; times: number /** Unit that the published look-up can find has them. */; findable: boolean }[];
  /** Entries of the file that name no unit or have no words, and malformed rows of the responses. */
  warnings: string[];
  notice: string;
}

export interface LabelledUnit {
  /** As the file has it, and in full. */
  entry: string;
  unit: UnitId;
  words: string;
  /** What the published notebook asked for: `unit_` and the number, no zeros in front. */
  askedFor: string;
  /** Whether the file has that. */
  found: boolean;
}
