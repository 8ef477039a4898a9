/**
 * The explanation of one view, version 2: `application/vnd.deepminer.explanation+json` (paper, Figures 4 and 5). Its JSON schema stands in
 * `docs/schemas`; outputs of version 1 are brought to this form by `explanationVersions.ts`.
 */
import type { Phenomenon } from './annotation';
import type { Finding } from './finding';
import type { Grid8, GridPlacement } from './grid';
import type { UnitId } from './unit';

export const EXPLANATION_MIME = 'application/vnd.deepminer.explanation+json';
export const EXPLANATION_VERSION = 2;

/** Part of the split that a view is in. */
export type ViewPart = 'train' | 'holdout' | 'test';

export interface UnitEvidence {
  unit: UnitId;
  /** 1-based place among all units by influence on the explained class in this view. */
  rank: number;
  /** max activation in the view x weight for the explained class. */
  influence: number;
  /** activation at the deciding position x weight: this unit's exact part of the explained class' logit there. */
  share: number;
  /** What experts call it; empty when not annotated. */
  annotations: { expert: string; phenomena: Phenomenon[] }[];
  /** Activation map; of the units for and against, not of those without a name. */
  map?: Grid8;
  /** The unit's mask is where its map, interpolated bilinearly, is above this activation. */
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
  /** Its exact part of the explained class' logit, the same at every position. */
  share: number;
  /** Its part of every class' logit. */
  contributions: Record<string, number>;
}

/** Where an explanation comes from: enough to make it again. */
export interface ExplanationSource {
  /** Content hash of the network and its weights. */
  network: string;
  /** ResNet depth or the like, as in deepminer.json. */
  architecture?: string;
  /** Hash of the mining result whose units and thresholds were used. */
  mining: string;
  run: string;
  /** File name of the checkpoint. */
  checkpoint: string;
}

export interface Explanation {
  version: typeof EXPLANATION_VERSION;
  viewId: string;
  caseId: string;
  /** Part of the split that the view is in: the network has seen those of `train`. Absent: not of the data set. */
  part?: ViewPart;
  /** The view's size in its own pixels and a small grey picture of it (data:image/jpeg;base64,…). */
  view: { width: number; height: number; picture: string; pictureWidth: number; pictureHeight: number };
  classes: string[];
  /** The class that the network decides for. */
  decidedClass: string;
  /** The class that everything below is about; the decided one, unless another was asked for. */
  explainedClass: string;
  /** Image score per class: the maximum (or mean) of its probability map. */
  scores: Record<string, number>;
  scoring: 'max' | 'mean';
  /** Deciding position: the cell where the explained class' probability is largest, and its middle in view pixels. */
  decidingPosition: { column: number; row: number; x: number; y: number; probability: number };
  /**
   * The explained class' logit there = bias + sum of the shares of `evidence` + rest (+ shares of features and none-token, where the
   * network takes features). `restNamed` is the part of the rest that annotated units make (not among the shown ones); what remains of it
   * is of units without a name. Absent in explanations of version 1.
   */
  logit: { value: number; bias: number; rest: number; restNamed?: number };
  /** Where every map lies over the view. */
  placement: GridPlacement;
  /** What one cell of a map can see at most: the sides of a rectangle around its middle, in view pixels. Absent in explanations of version 1. */
  receptiveField?: { width: number; height: number };
  /** 1 where a cell's middle lies on the breast, where alone the network's decision counts, else 0. Absent: no breast was found, or version 1. */
  breast?: Grid8;
  /** Class activation map of the explained class. */
  cam: Grid8;
  /** Logits per class before the softmax. Empty in explanations of version 1. */
  logitMaps: Record<string, Grid8>;
  probabilityMaps: Record<string, Grid8>;
  /** Up to five annotated units among the eight most influential, by influence. */
  evidence: UnitEvidence[];
  /** The others of the eight most influential: not annotated. */
  unannotated: UnitEvidence[];
  /** Units that speak against the explained class: annotated, with the most negative shares. */
  against: UnitEvidence[];
  /** Features beside the image, largest share first; `none` is what the network adds when it heeds no feature. Absent: it takes none. */
  auxiliary?: { features: FeatureEvidence[]; none: { attention: number; share: number } };
  /** The true findings and report, where known. */
  findings: Finding[];
  truth?: string;
  /** One hedged sentence for a report: the decision and the named evidence in a few words. Empty in explanations of version 1. */
  summary: string;
  /** Plain English: decision, evidence, doubt. */
  sentence: string;
  /** Per shown unit: does its annotation fit a finding, does its mask hit an outline. */
  agreement?: { unit: UnitId; fits: boolean; hits: boolean }[];
  source: ExplanationSource;
  warnings: string[];
  notice: string;
}

/** Stated wherever a result is shown. */
export const RESEARCH_NOTICE = 'Research use only; not a medical device.';
