/** Data sets that give BI-RADS assessments in place of pathology: which assessment counts for which class. */
import type { Finding, Pathology } from '../protocol/finding';
import type { Problem } from '../protocol/problem';
import { oddity } from './fault';
import type { DatasetOptions } from './reader';

/** Category 0-6 of `BI-RADS 4`, `4a`, `4`; the letter only divides category 4. Undefined for anything else. */
export function parseAssessment(text: string): number | undefined {
  const match = /^(?:bi-?\s?rads)?\s*([0-6])\s*[abc]?(?:\.0)?$/i.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}

/** Pathology that stands for an assessment; `unproven`, whose patches are ambiguous, where it counts for no class or is not known. */
export function pathologyOf(assessment: number | undefined, { assessments }: Pick<DatasetOptions, 'assessments'>): Pathology {
  if (assessment === undefined) return 'unproven';
  if (assessments.malignant.includes(assessment)) return 'malignant';
  return assessments.benign.includes(assessment) ? 'benign' : 'unproven';
}

/** Whether an assessment says that nothing needs to be outlined: negative (1) or benign (2), whose findings data sets mostly leave out. */
export const needsNoOutline = (assessment: number | undefined): boolean => assessment === 1 || assessment === 2;

/** Told once a data set: what its classes mean. */
export function classesAreAssessments(root: string, title: string, { assessments }: Pick<DatasetOptions, 'assessments'>): Problem {
  const list = (categories: readonly number[]) => (categories.length > 0 ? `BI-RADS ${categories.join(', ')}` : 'no assessment');
  return oddity(
    'dataset.assessments',
    root,
    `${title}, which has radiologists' assessments and no biopsies: benign is ${list(assessments.benign)}, malignant ${list(assessments.malignant)}`,
    'classes proven by pathology',
    'Results on it measure agreement with radiologists, not with the truth. dataset.assessments in deepminer.json chooses which assessments count for which class.',
  );
}

/** Told once a data set: views assessed benign in which nothing is outlined. */
export function benignUnoutlined(root: string, views: number): Problem {
  return oddity(
    'dataset.benignUnoutlined',
    root,
    `${views} ${views === 1 ? 'view' : 'views'} assessed BI-RADS 2 without an outlined finding`,
    'an outline for every finding',
    'Their tissue counts as normal.',
  );
}

/** Told once a data set: outlined findings whose assessment counts for no class. None where there are none. */
export function countForNoClass(root: string, findings: readonly Pick<Finding, 'assessment' | 'pathology'>[]): Problem[] {
  const unproven = findings.filter((f) => f.pathology === 'unproven');
  if (unproven.length === 0) return [];
  const names = [...new Set(unproven.map(({ assessment }) => (assessment === undefined ? 'none' : `BI-RADS ${assessment}`)))].sort();
  return [
    oddity(
      'dataset.assessments.none',
      root,
      `${unproven.length} outlined findings whose assessment is ${names.join(', ')}`,
      'one that counts as benign or malignant',
      'They count as unproven: patches on them are used for no class.',
    ),
  ];
}
