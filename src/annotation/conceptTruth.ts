/** What is known of a concept beside its masks: its place in the lexicon, and what the data set's reports say of lesions that are called so. */
import type { View } from '../dataset/model';
import { findingLabel } from '../dataset/viewLabel';
import { findingKeywords } from '../protocol/finding';
import { canonicalTerm, placeOf } from './lexicon';
import type { ReferenceConcept } from './reference';

/** A concept by its name, in any spelling of the lexicon; `other` where the lexicon does not know it. */
export function conceptTruth(concept: string, views: readonly View[]): ReferenceConcept {
  const category = placeOf(concept)?.category ?? 'other';
  const term = canonicalTerm(concept);
  const findings = views.flatMap((view) => view.findings).map((finding) => ({ finding, words: words(finding) }));
  const called = findings.filter((f) => f.words.has(term)).map((f) => f.finding);
  const lesions = findings.flatMap(({ finding }) => finding.lesions).map((lesion) => words({ lesions: [lesion] }));
  return {
    category,
    association: association(called, category),
    beside: new Set(lesions.filter((said) => said.has(term)).flatMap((said) => [...said])),
  };
}

/** Malignant or benign by the majority of findings that carry the keyword. Tissue that no report names is normal; of anything else nothing is known. */
function association(called: View['findings'], category: ReferenceConcept['category']): ReferenceConcept['association'] {
  const labels = called.map(findingLabel);
  const count = (label: string) => labels.filter((l) => l === label).length;
  if (count('malignant') + count('benign') > 0) return count('malignant') > count('benign') ? 'malignant' : 'benign';
  return category === 'normal tissue' && count('unproven') === 0 ? 'normal' : 'unsure';
}

function words(finding: Parameters<typeof findingKeywords>[0]): Set<string> {
  return new Set(findingKeywords(finding).map(canonicalTerm));
}
