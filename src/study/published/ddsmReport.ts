/** A DDSM report as the published answer key holds it: a Python list of findings, each the list of its overlay's lines. */
import { readLesion } from '../../dataset/ddsm/lesion';
import { findingKeywords, type Lesion } from '../../protocol/finding';
import type { StudyCall } from '../../protocol/study';
import { pythonList } from './pythonList';

/**
 * Kinds and keywords of the findings of this pathology, each once; of all findings where the report has none of it. Benign without callback counts
 * as benign. Throws SyntaxError where the text is no such list.
 */
export function reportedFindings(text: string, pathology: StudyCall): { findingTypes: string[]; keywords: string[] } {
  const findings = pythonList(text).map((finding, i) => {
    if (typeof finding === 'string' || finding.some((line) => typeof line !== 'string'))
      throw new SyntaxError(`finding ${i + 1} is no list of lines`);
    const lines = (finding as string[]).map((line) => line.trim().split(/\s+/));
    // Words outside the lexicon are kept as they are.
    const lesions = lines.filter(([word]) => word === 'LESION_TYPE').map(([, ...words]) => readLesion(words, () => undefined));
    return { lesions, pathology: lines.find(([word]) => word === 'PATHOLOGY')?.[1] };
  });
  const matching = findings.filter((f) => (pathology === 'malignant' ? f.pathology === 'MALIGNANT' : f.pathology?.startsWith('BENIGN')));
  const lesions: Lesion[] = (matching.length > 0 ? matching : findings).flatMap((f) => f.lesions);
  return { findingTypes: [...new Set(lesions.map((l) => l.kind))], keywords: [...new Set(findingKeywords({ lesions }))] };
}
