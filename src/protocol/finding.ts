/** A radiologist's finding as it crosses borders: an outlined lesion with its report (DDSM, BI-RADS words). */
export type FindingKind = 'mass' | 'calcification' | 'other';
export type Pathology = 'malignant' | 'benign' | 'benign_without_callback' | 'unproven';

/** One lesion description; a finding may have two (a mass with calcifications). Keywords are DDSM's, upper case with `_`. */
export interface Lesion {
  kind: FindingKind;
  /** mass */
  shape?: string[];
  margins?: string[];
  /** calcification */
  type?: string[];
  distribution?: string[];
}

/** Closed polygon in view pixels: x0, y0, x1, y1, … */
export type Outline = number[];

export interface Finding {
  /** 1-based number within its view. */
  id: number;
  lesions: Lesion[];
  /** BI-RADS assessment 0-5, where given. */
  assessment?: number;
  /** 1 (subtle) to 5 (obvious), where given. */
  subtlety?: number;
  /** `unproven` also where the data set has no pathology at all. */
  pathology: Pathology;
  /** Class that it counts for, where that is not its pathology's: data sets of other classes than normal, benign and malignant. */
  className?: string;
  boundary: Outline;
  cores: Outline[];
}

/** All keywords of a finding, in the order of its report. */
export function findingKeywords(finding: Pick<Finding, 'lesions'>): string[] {
  return finding.lesions.flatMap((l) => [...(l.shape ?? []), ...(l.margins ?? []), ...(l.type ?? []), ...(l.distribution ?? [])]);
}
