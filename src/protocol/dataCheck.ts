/** What a look at every file of a data set found: what is there, what is wrong, and a row for each view. */
import type { Problem } from './problem';

export type CheckedPart = 'train' | 'holdout' | 'test';

/**
 * What a problem means to who mends it: a file that is not there; one that cannot be read; the same pixels twice; a picture that looks wrong;
 * outlines, tables or lists that cannot be used; attributes that tell who the patient is.
 */
export const PROBLEM_KINDS = ['missing', 'unreadable', 'doubled', 'suspect', 'annotations', 'privacy'] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface CheckedProblem extends Problem {
  kind: ProblemKind;
  /** Indices into the views that it is about; empty where the view was left out or none is to blame. */
  views: number[];
}

/** `good` where nothing was found, else the worst of its problems. */
export type ViewStatus = 'good' | 'warning' | 'error';

export interface CheckedFinding {
  /** Class that it counts for; `unproven` counts for none. */
  className: string;
  assessment?: number;
  /** `mass`, `calcification`, `other`. */
  kinds: string[];
  /** x0, y0, x1, y1, … in view pixels, thinned to at most 96 points: for the eye, not for measuring. */
  outline: number[];
}

export interface CheckedView {
  viewId: string;
  caseId: string;
  /** Relative to the root, with `/`. */
  file: string;
  /** Class of the image where the data set states one, else of its worst finding. */
  className: string;
  /** Absent where the split leaves the case out. */
  part?: CheckedPart;
  laterality?: 'LEFT' | 'RIGHT';
  projection?: 'CC' | 'MLO';
  width: number;
  height: number;
  bits: number;
  /** Side of a pixel. */
  microns?: number;
  scanner?: string;
  /** `ljpeg`, `dicom`, `png`, …; absent where the file could not be read. */
  format?: string;
  findings: CheckedFinding[];
  status: ViewStatus;
  /** Indices into the problems. */
  problems: number[];
  /** Stored values: lowest, highest, and the one that half of the pixels do not exceed. Absent where the pixels could not be read. */
  greys?: { low: number; high: number; median: number };
  /** Share of the pixels that are breast, 0..1. */
  tissue?: number;
  /** Small picture, relative to the folder `pictures`. */
  thumbnail?: string;
}

export interface Amount {
  cases: number;
  views: number;
  findings: number;
}

/** A case counts for its worst class, a view for its own, a finding for its own. */
export interface ClassAmount extends Amount {
  className: string;
  parts: Record<CheckedPart, Amount>;
}

/** How many views have a property; `unknown` is a name like any other, and the numbers add up to all views. */
export interface Tally {
  name: string;
  views: number;
}

export interface DataCounts extends Amount {
  /** The classes of deepminer.json in their order, then those that only the data set has. */
  classes: ClassAmount[];
  parts: Record<CheckedPart, Amount>;
  /** `LEFT CC` and such. */
  sides: Tally[];
  scanners: Tally[];
  /** `3024 x 4696` and such, the most frequent first. */
  sizes: Tally[];
  bits: Tally[];
  /** Micrometres a pixel. */
  spacings: Tally[];
  formats: Tally[];
}

export interface DataCheck {
  version: 1;
  /** Folder with deepminer.json. */
  project: string;
  /** Folder of the data set. */
  root: string;
  /** For people: `DDSM`; absent where the data set could not be read at all, which is the first problem then. */
  format?: string;
  /** Classes of deepminer.json. */
  classes: string[];
  counts: DataCounts;
  views: CheckedView[];
  /** Errors first, then by kind and file. */
  problems: CheckedProblem[];
  errors: number;
  warnings: number;
  /** How many views' pixels were read now, how many are as an earlier check of the same files found them, and how many could not be read. */
  reading: { read: number; kept: number; failed: number; seconds: number };
  /** Absolute folder of the small pictures. */
  pictures: string;
  /** ISO time. */
  createdAt: string;
}

/** Larger picture of one view: a JPEG below the report's folder of pictures. */
export interface ViewPreview {
  viewId: string;
  /** Relative to that folder. */
  picture: string;
}

export const KIND_TITLES: Record<ProblemKind, string> = {
  missing: 'Missing',
  unreadable: 'Unreadable',
  doubled: 'Doubled',
  suspect: 'Suspect',
  annotations: 'Annotations',
  privacy: 'Privacy',
};

/** What a group of problems is about, in a sentence. */
export const KIND_WORDS: Record<ProblemKind, string> = {
  missing: 'Files, views or classes that should be there and are not.',
  unreadable: 'Files that are no whole picture; their views are left out.',
  doubled: 'The same pixels more than once: across cases they could lie in training and test at the same time.',
  suspect: 'Pictures that can be read but look wrong.',
  annotations: 'Outlines, tables and lists that cannot be used or contradict each other.',
  privacy: 'Attributes that may tell who the patient is; only their names are listed here, never what they say.',
};

/** Problems by kind, in the order of the kinds; kinds without any are left out. */
export function problemsByKind(problems: readonly CheckedProblem[]): { kind: ProblemKind; indices: number[] }[] {
  return PROBLEM_KINDS.map((kind) => ({
    kind,
    indices: problems.flatMap((problem, index) => (problem.kind === kind ? [index] : [])),
  })).filter(({ indices }) => indices.length > 0);
}

/** `LEFT CC`, `LEFT`, `MLO` or `unknown`. */
export function sideName({ laterality, projection }: Pick<CheckedView, 'laterality' | 'projection'>): string {
  return [laterality, projection].filter(Boolean).join(' ') || 'unknown';
}

/** What was found in one sentence: `160 views of 40 cases: 1 error, 3 warnings.` */
export function checkHeadline({ counts, errors, warnings, format }: Pick<DataCheck, 'counts' | 'errors' | 'warnings' | 'format'>): string {
  const amount = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  const verdict = errors + warnings === 0 ? 'nothing is wrong' : `${amount(errors, 'error')}, ${amount(warnings, 'warning')}`;
  if (format === undefined) return `No data set that can be read: ${amount(errors, 'error')}.`;
  return `${amount(counts.views, 'view')} of ${amount(counts.cases, 'case')}: ${verdict}.`;
}
