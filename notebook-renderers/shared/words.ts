/** What experts call a unit, in words. */
import type { UnitEvidence } from '../../src/protocol/explanation';

/** Every expert's words for a unit, each description once. */
export function namesOf(evidence: Pick<UnitEvidence, 'annotations'>): string[] {
  return [...new Set(evidence.annotations.flatMap((a) => a.phenomena.map((p) => p.description)))];
}
