/** Answers on their way to other programs and other people: what was written, what was taken in, and what was not. */
import type { UnitId } from './unit';

export type ExchangeFormat = 'csv' | 'json';
/** What an import understands: both formats that are written, and the authors' own list of labels, `{"unit_0003": "words"}`. */
export type ImportFormat = ExchangeFormat | 'labels';

export interface ExportedAnswers {
  run: string;
  file: string;
  format: ExchangeFormat;
  answers: number;
  experts: string[];
}

/** A row or entry that was not taken in: where it stands, and why. */
export interface LeftOut {
  /** 1-based line of the file, where known. */
  line?: number;
  /** The row in a word: its unit, or the entry's name. */
  entry: string;
  reason: string;
}

export interface ImportedAnswers {
  run: string;
  /** Content hash of the run's network, noted in every answer: what they are about from now on. */
  network: string;
  file: string;
  format: ImportFormat;
  /** Whole answers found in the file. */
  found: number;
  /** Appended to the logs: units by expert. */
  imported: { expert: string; units: UnitId[] }[];
  /** Equal to a standing answer: not appended again. */
  unchanged: number;
  /** Older than the expert's standing answer to the unit, which stays. */
  older: number;
  /** Imported to units that were not mined: they are kept, and no survey shows them. */
  notMined: UnitId[];
  leftOut: LeftOut[];
}
