/** How an evaluation's figures are spelled on pages. */
import type { BreakdownBy, ClassEvaluation, Evaluation, Level, RocPoints } from '../../../src/protocol/evaluation';

export const LEVEL_NAMES: Record<Level, string> = { patch: 'Patches', view: 'Views', case: 'Cases' };

export const BREAKDOWN_NAMES: Record<BreakdownBy, string> = {
  scanner: 'Scanner',
  projection: 'Projection',
  laterality: 'Side',
  density: 'Density (ACR)',
  subtlety: 'Subtlety',
  finding: 'Finding',
};

export const PART_NAMES = { test: 'test part', holdout: 'hold-out part' } as const;

/** What an item of the level is, and how it is scored. */
export const LEVEL_MEANINGS: Record<Level, string> = {
  patch: 'Every patch with a class by itself; ambiguous ones are left out.',
  view: 'A view’s score is the largest probability of the class among its patches; its true class is that of its worst finding.',
  case: 'A case’s score is the largest probability of the class among its views’ patches; its true class is that of its worst finding.',
};

/** Why the background class tells little above patches; undefined where it does. */
export function backgroundNote({ background }: Evaluation, className: string, level: Level): string | undefined {
  if (className !== background || level === 'patch') return undefined;
  return `Almost every view holds ${className} tissue somewhere, so the largest probability of ${className} says little here.`;
}

/** `1 view`, `72 views`. */
export function countOf(count: number, level: Level): string {
  return `${count} ${count === 1 ? level : LEVEL_NAMES[level].toLowerCase()}`;
}

/** 0.9712 reads `0.971`. */
export const area = (value: number): string => value.toFixed(3);

/** `0.958–1.000`; a dash where there is no interval. */
export function bounds(interval: { low: number; high: number } | undefined): string {
  return interval ? `${area(interval.low)}–${area(interval.high)}` : '–';
}

/** One decimal, so that 99.6 is not 100. */
export const percents = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The place in a file name: `epoch-10.onnx`. */
export function checkpointName(checkpoint: string): string {
  return checkpoint.split(/[\\/]/).at(-1) ?? checkpoint;
}

/** An operating point of a curve: what counts as positive, and what follows. */
export interface OperatingPoint {
  /** Undefined: nothing counts as positive. */
  threshold?: number;
  sensitivity: number;
  specificity: number;
  /** Of the positives and of the negatives: how many are told right. */
  truePositives: number;
  trueNegatives: number;
  /** 95 % of the sensitivity at this specificity. */
  band?: { low: number; high: number };
}

export function operatingPoint({ roc, band, positives, negatives }: ClassEvaluation, index: number): OperatingPoint {
  const [fpr, tpr] = [roc.fpr[index], roc.tpr[index]];
  const at = band && Math.round(fpr * (band.low.length - 1));
  return {
    threshold: roc.thresholds?.[index] ?? undefined,
    sensitivity: tpr,
    specificity: 1 - fpr,
    truePositives: Math.round(tpr * positives),
    trueNegatives: Math.round((1 - fpr) * negatives),
    band: band && at !== undefined ? { low: band.low[at], high: band.high[at] } : undefined,
  };
}

/** Where sensitivity + specificity is largest (Youden, Cancer 3:32, 1950). */
export function youdenIndex({ fpr, tpr }: RocPoints): number {
  let best = 0;
  for (let i = 1; i < fpr.length; i++) if (tpr[i] - fpr[i] > tpr[best] - fpr[best]) best = i;
  return best;
}

/** The point of the curve nearest to a place, both in shares. */
export function nearestIndex({ fpr, tpr }: RocPoints, x: number, y: number): number {
  let best = 0;
  const distance = (i: number) => (fpr[i] - x) ** 2 + (tpr[i] - y) ** 2;
  for (let i = 1; i < fpr.length; i++) if (distance(i) < distance(best)) best = i;
  return best;
}
