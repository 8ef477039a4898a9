/** What concepts the units of a mining result answer to, without a person (Network Dissection; Bau et al., CVPR 2017): its concepts.json. */
import type { UnitId } from './unit';

export interface UnitConcept {
  concept: string;
  /** Sum of intersections / sum of unions over all hold-out views, 0..1. */
  iou: number;
}

export interface ConceptSummary {
  concept: string;
  /** Hold-out views in which it occurs. */
  views: number;
  /** Units whose best concept it is with at least `bar`, best first: its detectors. */
  detectors: UnitId[];
  /** The unit that agrees with it best. */
  best: { unit: UnitId; iou: number };
}

export interface ConceptReport {
  version: 1;
  /** Hashes of the network and of the mining result whose units were probed. */
  network: string;
  mining: string;
  /** Share of its activations that a unit's threshold lets through (0.005), and the IoU from which a unit counts as a detector (0.04). */
  quantile: number;
  bar: number;
  /** Hold-out views that were counted. */
  views: number;
  /** Every probed unit's concepts, best first. */
  units: Record<UnitId, UnitConcept[]>;
  /** Every concept, the one with most detectors first. */
  concepts: ConceptSummary[];
}
