/** What concepts the units of a mining result answer to, without a person (Network Dissection; Bau et al., CVPR 2017): its concepts.json. */
import type { UnitId } from './unit';

/** A unit detects a concept from this IoU on (Network Dissection). */
export const DETECTOR_IOU = 0.04;
/** Share of its activations that a unit's threshold lets through (Network Dissection). */
export const DISSECTION_QUANTILE = 0.005;

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
  /** Where the masks come from: `data set` (they lie beside its views), or the folder's path relative to the project, its name alone outside. */
  masks: string;
  /** Share of its activations that a unit's threshold lets through (0.005), and the IoU from which a unit counts as a detector (0.04). */
  quantile: number;
  bar: number;
  /** Hold-out views that were counted. */
  views: number;
  /** Hold-out views that could not be read, and were left out. */
  viewsLeftOut: number;
  /** Every probed unit's concepts, best first. */
  units: Record<UnitId, UnitConcept[]>;
  /** Every concept, the one with most detectors first. */
  concepts: ConceptSummary[];
  createdAt: string;
}

export interface DissectionParams {
  project: string;
  run?: string;
  /** A folder of masks, `<concept>/<view id>.png`; absent: the masks beside the data set's own views. */
  masks?: string;
  /** Default 0.005. */
  quantile?: number;
  /** Probe every unit of the network; absent: the mined ones. */
  allUnits?: boolean;
}

export interface Dissection {
  report: ConceptReport;
  /** Detectors per concept as a bar chart. */
  svg: string;
  /** The same in words. */
  text: string;
  /** Absolute paths of what was written. */
  files: { report: string; table: string; chart: string };
}
