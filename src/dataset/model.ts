/** Case, View and Finding: what every reader of a data set gives, whatever the format (SPEC 1). */
import type { Finding, Pathology } from '../protocol/finding';
import type { Problem } from '../protocol/problem';

export type Laterality = 'LEFT' | 'RIGHT';
export type Projection = 'CC' | 'MLO';

/** One mammogram. Its pixels are read on demand: a data set never sits in memory. */
export interface View {
  /** `<case id>.<name>`, the name without a dot: `LEFT_CC` where side and projection are known. Free of patient identifiers. */
  id: string;
  caseId: string;
  laterality?: Laterality;
  projection?: Projection;
  /** Absolute path of the pixel file. */
  file: string;
  width: number;
  height: number;
  bits: number;
  /** Side of a pixel, where known. */
  microns?: number;
  /** Scanner whose optical-density formula applies, where known. */
  scanner?: Scanner;
  /**
   * Class of the whole image, where the data set states one beside its findings or instead of them (one folder a class). Without findings every
   * patch has it.
   */
  className?: string;
  findings: Finding[];
}

export type Scanner = 'dba' | 'howtek-mgh' | 'howtek-ismd' | 'lumisys';

export interface Case {
  id: string;
  /** Absolute path of the case's folder, or of the folder that its files share with others. */
  dir: string;
  age?: number;
  /** Part that the data set's own lists give the case. */
  part?: Part;
  /** ACR breast density 1-4. */
  density?: number;
  views: View[];
}

/** Worst first: what a case or view is filed under in the split. `normal` when there is no finding. */
export const severity: readonly (Pathology | 'normal')[] = ['malignant', 'unproven', 'benign', 'benign_without_callback', 'normal'];

export interface Dataset {
  /** The reader that read it. */
  format: DatasetFormat;
  root: string;
  cases: Case[];
  /** What was left out or looks wrong, file by file. */
  problems: Problem[];
}

/** Forms of data sets on disk that there is a reader for. */
export const DATASET_FORMATS = ['ddsm', 'cbis-ddsm', 'inbreast', 'vindr-mammo', 'mini-mias', 'folder'] as const;
export type DatasetFormat = (typeof DATASET_FORMATS)[number];

export type Part = 'train' | 'holdout' | 'test';
