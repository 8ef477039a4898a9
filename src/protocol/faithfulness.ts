/** Faithfulness as files and pages see it: what happens to the decisions when units or pixels are taken away, and where the maps point. */
import type { BiradsCategory } from './annotation';
import type { UnitId } from './unit';

/** What takes the place of removed pixels, and what an insertion starts from (docs/faithfulness.md). */
export type Canvas = 'mean' | 'black' | 'blur';

export interface FaithfulnessOptions {
  /** Part of the split that is measured on. Default test: units were chosen on the hold-out part. */
  part: 'test' | 'holdout';
  /** Views whose deletion and insertion curves are drawn, by class in turn; 0: none. Default 20. */
  views: number;
  /** Steps of a curve: forward passes per order, direction and view. Default 20. */
  steps: number;
  /** Of the sample of views, the random orders and the random units. Default 1. */
  seed: number;
  /** Random sets of units that the annotated ones are compared with. Default 20. */
  draws: number;
  /** What deletion puts in place of a pixel. Default mean: the mean grey of the view's breast. */
  replacement: Canvas;
  /** What insertion starts from. Default blur. */
  start: Canvas;
  /** Standard deviation of the blur, as a share of a patch's side. Default 0.25. */
  blur: number;
  /** Which pixels are taken away: those on the breast, where a view is decided, or all. Default tissue. */
  region: 'tissue' | 'view';
  /** The random order: a map of random cells enlarged as the CAM is, or single pixels. Default cells. */
  randomOrder: 'cells' | 'pixels';
  /** How far from an outline a point still hits it. Default 0. */
  tolerance: { mm: number } | { pixels: number };
  /** Draws of the bootstrap over cases. Default 1000. */
  resamples: number;
}

/** A number with its 95 % interval by bootstrap over cases; without one where there is a single case. */
export interface Estimate {
  value: number;
  low?: number;
  high?: number;
}

/** A part of the result that could not be measured, and why. */
export interface Missing {
  missing: string;
}

/** What silencing a set of units does to one class, told from the rest on patches. */
export interface ClassEffect {
  /** AUC with the units silent. */
  auc: number;
  /** That less the AUC of the whole network; the interval resamples cases, each draw with both networks. */
  change: Estimate;
  /** DeLong's paired interval of the same, which takes patches for independent. */
  delong?: { low: number; high: number };
  /** Mean change of the class' logit on the patches of the class. */
  logit: number;
}

export interface AblationEffect {
  units: UnitId[];
  classes: Record<string, ClassEffect | Missing>;
  /** Mean change over all patches of the logit of a patch's true class, and of the class that the whole network decides. */
  trueLogit: Estimate;
  decidedLogit: Estimate;
  /** Share of patches that are decided otherwise. */
  changed: number;
}

/** Sets of as many units drawn at random: mean and range over the draws. */
export interface RandomEffect {
  /** Units of a set, out of how many. */
  units: number;
  outOf: number;
  draws: number;
  /** `asStrong`: draws whose AUC falls at least as far as with the annotated units silent. */
  classes: Record<string, { change: Range; asStrong: number }>;
  trueLogit: Range;
  decidedLogit: Range;
  changed: Range;
}

/** Mean, least and most of several draws. */
export interface Range {
  mean: number;
  least: number;
  most: number;
}

export interface Ablation {
  patches: number;
  cases: number;
  /** AUC of the whole network per class. */
  intact: Record<string, number | Missing>;
  /** Every mined unit alone, in survey order. */
  units: (AblationEffect & { annotated: boolean })[];
  /** All annotated units together. */
  annotated: AblationEffect | Missing;
  /** As many of the other mined units, drawn with the seed; all of them where they are fewer. */
  otherMined: AblationEffect | Missing;
  /** Units drawn from all that are not annotated. */
  random: RandomEffect | Missing;
}

export type PixelOrder = 'cam' | 'random' | 'reversed';

/**
 * What is watched while a view changes: the image score of the decided class, and the probability of that class at the position that decided
 * the untouched view.
 */
export type CurveScore = 'image' | 'place';

/** Scores after each step, from nothing changed to everything: [steps + 1]. */
export type Curves = Record<CurveScore, Record<PixelOrder, number[]>>;

export interface ViewCurves {
  viewId: string;
  caseId: string;
  label: string;
  decidedClass: string;
  /** Pixels that are taken away, of how many in the view as the network sees it. */
  removed: number;
  pixels: number;
  deletion: Curves;
  insertion: Curves;
}

/** Areas under curves, mean over views, and the CAM's less those of the controls, view by view. */
export interface Areas extends Record<PixelOrder, Estimate> {
  overRandom: Estimate;
  overReversed: Estimate;
}

/** A good order has a small deletion area and a large insertion area. */
export interface CurveAreas {
  views: number;
  cases: number;
  deletion: Record<CurveScore, Areas>;
  insertion: Record<CurveScore, Areas>;
}

export interface CurveSummary extends CurveAreas {
  /** By the class that the views are decided for. */
  byClass: Record<string, CurveAreas>;
  /** Mean curves of all views. */
  mean: { deletion: Curves; insertion: Curves };
  perView: ViewCurves[];
  leftOut: number;
}

/** Where the largest value of one map lies, and how much of the map lies in the outlines that count for it. */
export interface PointingTrial {
  viewId: string;
  caseId: string;
  /** Which map: a named unit's, or of the decided class. */
  map: 'cam' | 'probability' | UnitId;
  /** Whether the view is decided for the class of its worst finding. */
  decidedRight: boolean;
  hit: boolean;
  /** Share of the positions looked at that would have hit. */
  chance: number;
  /** Share of the map's positive values that lies in the outlines, and the outlines' share of the area. */
  energy: number;
  area: number;
}

export interface PointingRow {
  /** What the row is about, e.g. `CAM of the decided class`. */
  name: string;
  trials: number;
  cases: number;
  hits: number;
  /** Share of hits with Wilson's 95 % interval, which takes trials for independent. */
  rate: Estimate;
  /** Mean share of positions that would have hit. */
  chance: number;
  /** Hit or miss less chance, mean over trials. */
  gain: Estimate;
  energy: Estimate;
  area: number;
  energyGain: Estimate;
}

export interface Pointing {
  views: number;
  /** Views with findings that could not be read. */
  leftOut: number;
  /** Shown named units that had no finding of their category in the view, or are named as normal tissue: not counted. */
  notCounted: number;
  tolerance: { mm: number } | { pixels: number };
  rows: PointingRow[];
  units: (PointingRow & { unit: UnitId; categories: BiradsCategory[] })[];
  trials: PointingTrial[];
}

export interface Faithfulness {
  version: 1;
  /** Content address: network, mining result, annotations, data and options. */
  hash: string;
  run: string;
  checkpoint: string;
  network: string;
  mining: string;
  annotations: string;
  classes: string[];
  /** What experts call the units, by unit. */
  names: Record<UnitId, string>;
  options: FaithfulnessOptions;
  ablation: Ablation | Missing;
  curves: CurveSummary | Missing;
  pointing: Pointing | Missing;
  createdAt: string;
  notice: string;
}

export interface FaithfulnessReport {
  faithfulness: Faithfulness;
  /** Whether an equal measurement was there before. */
  reused: boolean;
  /** In words. */
  text: string;
  /** All figures in one SVG, in the colours of the page it stands in. */
  svg: string;
  /** The report as the inside of an HTML page: no script, no style. */
  page: string;
  /** faithfulness.json; tables and figures lie beside it. */
  file: string;
}
