/** What is known of mined units beside their patches: what experts call them and which concepts they answer to; and what is made of that. */
import type { Phenomenon } from './annotation';
import type { UnitConcept } from './concepts';
import type { MinedUnit, ViewCard } from './mining';
import type { Problem } from './problem';
import type { UnitId } from './unit';

/** One expert's words for a unit. */
export interface UnitAnnotation {
  expert: string;
  phenomena: Phenomenon[];
}

/** Concepts that a unit answers to, measured without a person (Network Dissection). */
export interface MeasuredConcepts {
  /** Best first; empty where the unit was not probed. */
  found: UnitConcept[];
  /** The IoU from which a unit counts as a detector of a concept. */
  bar: number;
  /** Hold-out views that were counted. */
  views: number;
}

/** What a unit is called, and by whom. */
export interface UnitNaming {
  annotations: UnitAnnotation[];
  /** Experts who looked at it and recognized nothing. */
  unrecognized: string[];
  /** Absent: its mining result has not been dissected. */
  concepts?: MeasuredConcepts;
}

/** A mined unit in a list. */
export interface ListedUnit extends Pick<MinedUnit, 'unit' | 'ranks' | 'maxActivation' | 'maskThreshold'>, UnitNaming {
  patches: number;
  /** Its strongest patch: a picture relative to the mining folder, and what is known of it. */
  strongest?: { thumbnail: string; label: string; viewId: string };
}

/** The units of one mining result. */
export interface UnitListing {
  run: string;
  /** Folder of the mining result. */
  miningDir: string;
  network: string;
  mining: string;
  checkpoint: string;
  classes: string[];
  /** Share of all top places that the chosen units of a class took, 0..1. */
  coverage: Record<string, number>;
  /** Hold-out views and patches they were mined from. */
  views: number;
  patches: number;
  /** In survey order: by class, then rank. */
  units: ListedUnit[];
  /** What could not be read, and was left out. */
  problems: Problem[];
}

/** Everything a page shows of one unit. */
export interface UnitDetail extends UnitNaming {
  unit: MinedUnit;
  /** The views its patches lie in; one whose picture is missing is absent. */
  views: Record<string, ViewCard>;
  classes: string[];
}

export type TableFormat = 'md' | 'html' | 'svg';
export const TABLE_FORMATS: readonly TableFormat[] = ['md', 'html', 'svg'];

/** A row of the table of units (paper, Figure 3). */
export interface UnitTableRow {
  unit: UnitId;
  /** Class and rank of its first place. */
  className: string;
  rank: number;
  /** BI-RADS categories of its annotations; empty where none was given. */
  categories: string[];
  /** What experts call it. */
  annotations: { words: string; association: string; expert: string }[];
  /** The best measured concept, where it reaches the bar. */
  concept?: UnitConcept;
}

export interface ExportedTable {
  run: string;
  mining: string;
  rows: UnitTableRow[];
  /** Written files by format. */
  files: Partial<Record<TableFormat, string>>;
}
