/** How well a network tells the classes apart (SPEC 5), as files, pages and notebooks see it: evaluation.json, version 2. */

export const EVALUATION_MIME = 'application/vnd.deepminer.evaluation+json';

export type EvaluatedPart = 'test' | 'holdout';

/** What is scored: patches; views and cases by the largest probability of each class among their patches. */
export type Level = 'patch' | 'view' | 'case';
export const LEVELS: readonly Level[] = ['patch', 'view', 'case'];

/** 95 % percentile interval by resampling cases; `draws` resamples gave a value. */
export interface BootstrapInterval {
  low: number;
  high: number;
  draws?: number;
}

export interface Missing {
  /** Why there is no figure. */
  missing: string;
}

/** Points of a ROC curve, from (0, 0) to (1, 1), for drawing. */
export interface RocPoints {
  fpr: number[];
  tpr: number[];
  /** Score from which an item counts as positive; null, above every score, at the first point. Absent in files of version 1. */
  thresholds?: (number | null)[];
}

/** Items whose score lies above `low` and not above `high`, the first bin holding 0 too: how high they were scored, and how many were positive. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** Mean score and share of positives; absent in an empty bin. */
  mean?: number;
  frequency?: number;
}

export interface Calibration {
  bins: ReliabilityBin[];
  /** Expected calibration error: |share of positives - mean score| of each bin, weighted by its items (Naeini et al., AAAI 2015). */
  error: number;
  /** Mean of (score - truth)², one class against the rest (Brier, Monthly Weather Review 78:1, 1950). */
  brier: number;
}

/** What items are told apart by: properties of views, of cases, and of findings. */
export type BreakdownBy = 'scanner' | 'projection' | 'laterality' | 'density' | 'subtlety' | 'finding';
export const BREAKDOWNS: readonly BreakdownBy[] = ['scanner', 'projection', 'laterality', 'density', 'subtlety', 'finding'];

/** AUC of the items with one value of a property. */
export interface Stratum {
  value: string;
  positives: number;
  negatives: number;
  cases: number;
  auc?: number;
  interval?: BootstrapInterval;
  /** Why there is no AUC, or none of its interval. */
  missing?: string;
}

export interface ClassEvaluation {
  /** Area under the ROC curve, one against the rest. */
  auc: number;
  /** Published: trapezoid over the ROC points with TPR >= 0.8, times 0.2. */
  partialAucPublished: number;
  /** Standard: area above TPR 0.8. */
  partialAucStandard: number;
  /** The standard area with McClish's correction: 0.5 is chance, 1 perfect. */
  partialAucCorrected?: number;
  /** 95 % interval of the AUC: bootstrap over cases, and DeLong's, which takes items for independent. */
  interval?: BootstrapInterval;
  delong?: { low: number; high: number };
  /** By the same resamples. */
  partialIntervals?: { published: BootstrapInterval; standard: BootstrapInterval };
  /** Why there is no bootstrap interval. */
  noInterval?: string;
  positives: number;
  negatives: number;
  roc: RocPoints;
  /** 95 % of the sensitivity at the false positive rates 0, 1/n, …, 1, each by itself. */
  band?: { low: number[]; high: number[] };
  calibration?: Calibration;
  /** By property; a property that no item of this class can have says why. */
  breakdowns?: Record<BreakdownBy, Stratum[] | Missing>;
}

export interface LevelEvaluation {
  /** Items with a true class. */
  items: number;
  /** Cases that they belong to. */
  cases: number;
  /** Share of items decided right. */
  accuracy: number;
  classes: Record<string, ClassEvaluation | Missing>;
  /** [true class, decided class] items */
  confusion: number[][];
  /** Items without a score or a true class, by reason. */
  leftOut: { count: number; reason: string }[];
}

/** The evaluation of a run's network on one part; its own figures are those of patches, as in files of version 1. */
export interface Evaluation extends LevelEvaluation {
  version: 2;
  run: string;
  checkpoint: string;
  /** Content hash of the network and its weights. */
  network: string;
  part: EvaluatedPart;
  patches: number;
  classNames: string[];
  /** Class that a view or case is decided for only when no other leads in any patch; absent: none. */
  background?: string;
  view: LevelEvaluation;
  case: LevelEvaluation;
  bootstrap: { draws: number; seed: number; cases: number };
  /** What the figures were computed from: content address of network, patches and features, and SHA-256 of scores.csv. */
  scores: { address: string; sha256: string };
  /** ISO time. */
  createdAt: string;
  notice: string;
}

export function atLevel(evaluation: Evaluation, level: Level): LevelEvaluation {
  return level === 'patch' ? evaluation : evaluation[level];
}

/** evaluation.json of the test part, which is what a run is called evaluated by; the other beside it. */
export function evaluationFile(part: EvaluatedPart): string {
  return part === 'test' ? 'evaluation.json' : `evaluation.${part}.json`;
}

/** Figures of each level, as SVG. */
export const FIGURES = ['roc', 'calibration', 'confusion', 'breakdowns'] as const;
export type FigureName = (typeof FIGURES)[number];
export const TABLES = ['summary', 'roc', 'band', 'calibration', 'confusion', 'breakdowns', 'scores', 'views', 'cases'] as const;
export type TableName = (typeof TABLES)[number];

/** A file in the run's folder evaluation/<part>: `roc-patch.svg`, `summary.csv`. */
export type EvaluationFileName = `${FigureName}-${Level}.svg` | `${TableName}.csv`;
export const EVALUATION_FILES: readonly EvaluationFileName[] = [
  ...TABLES.map((name) => `${name}.csv` as const),
  ...LEVELS.flatMap((level) => FIGURES.map((name) => `${name}-${level}.svg` as const)),
];

/** An evaluation as it lies in its run. */
export interface OpenedEvaluation {
  project: string;
  run: string;
  part: EvaluatedPart;
  evaluation: Evaluation;
  /** Absolute path of the folder with its tables and figures. */
  folder: string;
  /** Set where the run uses another network by now: what the page says of it. */
  outdated?: string;
}
