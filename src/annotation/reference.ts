/**
 * The reference annotator: names units from measured overlap with known concepts instead of by eye, so that the whole
 * method can be checked by numbers where concept masks exist. Its bar is Network Dissection's, IoU 0.04.
 */
import type { Association, BiradsCategory, Phenomenon } from '../protocol/annotation';
import type { ReferenceAnnotation } from '../protocol/compute';
import { DETECTOR_IOU } from '../protocol/concepts';
import { type UnitId, type UnitIndex, unitId } from '../protocol/unit';
import { placeOf } from './lexicon';
import { phenomenonText } from './phenomenonText';
import type { AnnotationStore } from './store';

export const REFERENCE_EXPERT = 'reference';
const MOST_PHENOMENA = 3;
/** A lesser concept is named beside the best one only from this share of its IoU on: an annotator names what a unit shows, not all it grazes. */
const BESIDE_BEST = 0.5;

/** What is known of a concept: where it stands in the lexicon and what it is associated with in the data set's truth. */
export interface ReferenceConcept {
  category: BiradsCategory;
  association: Association;
  /** Concepts that describe the same lesions (a shape and its margins); absent: any of its category and association. */
  beside?: ReadonlySet<string>;
}

/** Overlap of one unit's mask with one concept's over the hold-out views, 0..1. */
export interface ConceptOverlap {
  unit: UnitIndex;
  concept: string;
  iou: number;
}

export interface ReferenceInput {
  ious: readonly ConceptOverlap[];
  /** By concept; concepts that are not listed (the whole breast, say) are no phenomena and are passed over. */
  concepts: Readonly<Record<string, ReferenceConcept>> | ReadonlyMap<string, ReferenceConcept>;
  /** The mined units, in survey order. */
  units: readonly UnitId[];
  /** Content hashes of the mining result and of the network. */
  mining: string;
  network: string;
  store: AnnotationStore;
  expert?: string;
}

/** Answers the survey for every mined unit and keeps the answers in the store; the result says what each unit overlaps most. */
export async function annotateByReference(input: ReferenceInput): Promise<ReferenceAnnotation> {
  const { units, mining, network, store, expert = REFERENCE_EXPERT } = input;
  const concepts = new Map<string, ReferenceConcept>(input.concepts instanceof Map ? input.concepts : Object.entries(input.concepts));
  const byUnit = new Map<UnitId, ConceptOverlap[]>(units.map((unit) => [unit, []]));
  for (const overlap of input.ious) if (concepts.has(overlap.concept)) byUnit.get(unitId(overlap.unit))?.push(overlap);
  const seen: ReferenceAnnotation['units'] = [];
  for (const unit of units) {
    const overlaps = (byUnit.get(unit) ?? []).toSorted((a, b) => b.iou - a.iou || (a.concept < b.concept ? -1 : 1));
    const phenomena = phenomenaOf(overlaps, concepts);
    const named = phenomena.length > 0;
    await store.append({ unit, expert, seconds: 0, network, mining, recognizable: named, several: phenomena.length > 1, phenomena });
    seen.push({ unit, concept: overlaps[0]?.concept ?? '', iou: overlaps[0]?.iou ?? 0, named });
  }
  return {
    expert,
    unitsSeen: seen.length,
    unitsNamed: seen.filter((u) => u.named).length,
    unitsAboveIoU: seen.filter((u) => u.iou >= DETECTOR_IOU).length,
    units: seen,
  };
}

/**
 * One phenomenon per concept that reaches the bar and half of the best concept's IoU, best first, at most three. Words for
 * different sides of a finding (its shape and its margins) are one phenomenon: `irregular mass with spiculated margins`.
 */
export function phenomenaOf(overlaps: readonly ConceptOverlap[], concepts: ReadonlyMap<string, ReferenceConcept>): Phenomenon[] {
  const phenomena: (Pick<ReferenceConcept, 'category' | 'association'> & { terms: string[] })[] = [];
  const bar = Math.max(DETECTOR_IOU, BESIDE_BEST * (overlaps[0]?.iou ?? 0));
  for (const { concept, iou } of overlaps) {
    if (iou < bar) break;
    const { category, association, beside } = concepts.get(concept)!;
    const group = placeOf(concept)?.group;
    const same = phenomena.find(
      (p) =>
        category !== 'normal tissue' &&
        p.category === category &&
        p.association === association &&
        p.terms.every((term) => placeOf(term)?.group !== group && (beside?.has(term) ?? true)),
    );
    if (same) same.terms.push(concept);
    else if (phenomena.length < MOST_PHENOMENA) phenomena.push({ category, association, terms: [concept] });
  }
  return phenomena.map(({ category, association, terms }) => ({
    description: phenomenonText(category, terms),
    association,
    category,
    terms,
  }));
}
