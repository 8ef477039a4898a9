/** What a dissection found: every unit's concepts, and every concept's detectors. */
import type { DissectedUnits } from '../mining/dissect';
import { type ConceptReport, type ConceptSummary, DETECTOR_IOU, type UnitConcept } from '../protocol/concepts';
import { type UnitId, unitId } from '../protocol/unit';

/**
 * The report of a dissection. A unit is the detector of its best concept alone, and only from the bar on (Network Dissection), so that the
 * detectors of all concepts together are units, each counted once. Equal IoU goes to the concept first in the alphabet, and to the
 * unit first in `ious`.
 */
export function conceptReport(
  { ious, occurrences, views }: DissectedUnits,
  about: Pick<ConceptReport, 'network' | 'mining' | 'masks' | 'quantile' | 'viewsLeftOut'>,
): ConceptReport {
  const units: Record<UnitId, UnitConcept[]> = {};
  for (const { unit, concept, iou } of ious) {
    const found = units[unitId(unit)] ?? [];
    units[unitId(unit)] = found;
    found.push({ concept, iou });
  }
  for (const found of Object.values(units)) found.sort((a, b) => b.iou - a.iou || compare(a.concept, b.concept));
  const probed = Object.entries(units) as [UnitId, UnitConcept[]][];
  const concepts = [...occurrences].map(([concept, occurring]): ConceptSummary => {
    const agreement = probed.map(([unit, found]) => ({ unit, iou: found.find((c) => c.concept === concept)!.iou, first: found[0] }));
    agreement.sort((a, b) => b.iou - a.iou);
    const detectors = agreement.filter(({ iou, first }) => first.concept === concept && iou >= DETECTOR_IOU).map(({ unit }) => unit);
    const [{ unit, iou }] = agreement;
    return { concept, views: occurring, detectors, best: { unit, iou } };
  });
  concepts.sort((a, b) => b.detectors.length - a.detectors.length || b.best.iou - a.best.iou || compare(a.concept, b.concept));
  return { version: 1, ...about, bar: DETECTOR_IOU, views, units, concepts, createdAt: new Date().toISOString() };
}

/** Units that detect a concept, of all that were probed, and concepts that have a detector. */
export function detectorCounts({ units, concepts }: Pick<ConceptReport, 'units' | 'concepts'>) {
  return {
    units: Object.keys(units).length,
    detectors: concepts.reduce((sum, { detectors }) => sum + detectors.length, 0),
    detected: concepts.filter(({ detectors }) => detectors.length > 0).length,
    concepts: concepts.length,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
