/** What the features beside the image add to a decision: each an exact term of the logits, the same at every position (paper, section 2.5). */
import type { CaseFeatures } from '../auxiliary/caseFeatures';
import type { Response } from '../mining/forward';
import type { Classifier } from '../network/graph';
import type { Explanation } from '../protocol/explanation';

export interface FeatureQuestion {
  classifier: Pick<Classifier, 'auxiliary' | 'classes'>;
  response: Pick<Response, 'attention' | 'contributions'>;
  classIndex: number;
  caseId: string;
  /** Absent: nothing is known of any case. */
  cases?: CaseFeatures;
}

/** The features by the size of their share, missing ones last; undefined for a network that takes none. */
export function featureEvidence({ classifier, response, classIndex, caseId, cases }: FeatureQuestion): Explanation['auxiliary'] {
  const { auxiliary: features, classes } = classifier;
  const { attention, contributions } = response;
  if (!features || !attention || !contributions) return undefined;
  const tokens = features.length + 1;
  const part = (k: number, i: number) => contributions[k * tokens + i];
  const written = cases?.written(caseId) ?? [];
  const present = cases?.inputs([caseId])['present'].data ?? [];
  const described = features.map(({ name }, i) => ({
    name,
    ...(written[i] !== undefined && { value: written[i] }),
    present: present[i] === 1,
    attention: attention[i],
    share: part(classIndex, i),
    contributions: Object.fromEntries(classes.map((className, k) => [className, part(k, i)])),
  }));
  described.sort((a, b) => Number(b.present) - Number(a.present) || Math.abs(b.share) - Math.abs(a.share));
  return { features: described, none: { attention: attention[tokens - 1], share: part(classIndex, tokens - 1) } };
}
