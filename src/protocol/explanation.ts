/** The explanation of one view, version 1: `application/vnd.deepminer.explanation+json` (SPEC 8; paper, Figures 4 and 5). */
import type { Phenomenon } from './annotation';
import type { Finding } from './finding';
import type { Grid8, GridPlacement } from './grid';
import type { UnitId } from './unit';

export const EXPLANATION_MIME = 'application/vnd.deepminer.explanation+json';

export interface UnitEvidence {
  unit: UnitId;
  /** 1-based place among all units by influence on the decided class in this view. */
  rank: number;
  /** max activation in the view x weight for the decided class. */
  influence: number;
  /** activation at the deciding position x weight: this unit's exact part of the class logit there. */
  share: number;
  /** What experts call it; empty when not annotated. */
  annotations: { expert: string; phenomena: Phenomenon[] }[];
  /** Activation map, only for the units shown. */
  map?: Grid8;
  /** Threshold of the mask, absolute activation. */
  maskThreshold?: number;
}

/** A feature beside the image, e.g. age, and what it adds to the decision. */
export interface FeatureEvidence {
  name: string;
  /** As written in the table; absent where missing. */
  value?: string;
  /** False where the value is missing or a category that the network has not seen: then attention and share are 0. */
  present: boolean;
  /** Weight in the attention block; all features' and the none-token's add up to 1. */
  attention: number;
  /** Its exact part of the decided class' logit, the same at every position. */
  share: number;
  /** Its part of every class' logit. */
  contributions: Record<string, number>;
}

export interface Explanation {
  version: 1;
  viewId: string;
  caseId: string;
  /** The view's size in its own pixels and a small grey picture of it (data:image/jpeg;base64,…). */
  view: { width: number; height: number; picture: string; pictureWidth: number; pictureHeight: number };
  classes: string[];
  decidedClass: string;
  /** Image score per class: the maximum (or mean) of its probability map. */
  scores: Record<string, number>;
  scoring: 'max' | 'mean';
  /** Deciding position: the cell where the decided class' probability is largest, and its place in view pixels. */
  decidingPosition: { column: number; row: number; x: number; y: number; probability: number };
  /** Class logit there = bias + sum of the shown shares + rest (+ shares of features and none-token, where the network takes features). */
  logit: { value: number; bias: number; rest: number };
  /** Where every map lies over the view. */
  placement: GridPlacement;
  cam: Grid8;
  probabilityMaps: Record<string, Grid8>;
  /** Up to five annotated units among the eight most influential, by influence. */
  evidence: UnitEvidence[];
  /** The others of the eight most influential: not annotated. */
  unannotated: UnitEvidence[];
  /** Units that speak against the decision: annotated, with the most negative shares. */
  against: UnitEvidence[];
  /** Features beside the image, largest share first; `none` is what the network adds when it heeds no feature. Absent: it takes none. */
  auxiliary?: { features: FeatureEvidence[]; none: { attention: number; share: number } };
  /** The true findings and report, where known. */
  findings: Finding[];
  truth?: string;
  /** Plain English: decision, evidence, doubt. */
  sentence: string;
  /** Per shown unit: does its annotation fit a finding, does its mask hit an outline. */
  agreement?: { unit: UnitId; fits: boolean; hits: boolean }[];
  source: { network: string; mining: string; run: string; checkpoint: string };
  warnings: string[];
  notice: string;
}

/** Stated wherever a result is shown. */
export const RESEARCH_NOTICE = 'Research use only; not a medical device.';
