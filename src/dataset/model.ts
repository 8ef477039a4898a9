/** Case, View and Finding: what every reader of a data set gives, whatever the format (SPEC 1). */
import type { Finding, Pathology } from '../protocol/finding';
import type { Problem } from '../protocol/problem';

export type Laterality = 'LEFT' | 'RIGHT';
export type Projection = 'CC' | 'MLO';

/** One mammogram. Its pixels are read on demand: a data set never sits in memory. */
export interface View {
  /** `<case id>.LEFT_CC`: free of patient identifiers. */
  id: string;
  caseId: string;
  laterality: Laterality;
  projection: Projection;
  /** Absolute path of the pixel file. */
  file: string;
  width: number;
  height: number;
  bits: number;
  /** Side of a pixel, where known. */
  microns?: number;
  /** Scanner whose optical-density formula applies, where known. */
  scanner?: Scanner;
  findings: Finding[];
}

export type Scanner = 'dba' | 'howtek-mgh' | 'howtek-ismd' | 'lumisys';

export interface Case {
  id: string;
  /** Absolute path of the case's folder. */
  dir: string;
  age?: number;
  /** ACR breast density 1-4. */
  density?: number;
  views: View[];
}

/** Worst first: what a case or view is filed under in the split. `normal` when there is no finding. */
export const severity: readonly (Pathology | 'normal')[] = ['malignant', 'unproven', 'benign', 'benign_without_callback', 'normal'];

/** Raw stored pixels of one view, row by row, `bits` significant. */
export interface Frame {
  width: number;
  height: number;
  bits: number;
  data: Uint16Array;
}

export interface Dataset {
  root: string;
  cases: Case[];
  /** What was left out or looks wrong, file by file. */
  problems: Problem[];
}

export type Part = 'train' | 'holdout' | 'test';
