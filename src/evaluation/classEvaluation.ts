/** One class against the rest: ROC curve, its areas and their intervals. */
import type { ClassEvaluation, Evaluation } from '../protocol/compute';
import { bootstrapAuc } from '../statistics/bootstrap';
import { delong } from '../statistics/delong';
import { partialAuc } from '../statistics/partialAuc';
import { auc, type RocCurve, rocCurve } from '../statistics/roc';

/** Points of a ROC curve that are kept for drawing; the areas are computed from all. */
const ROC_POINTS = 200;

/**
 * @param scores [n] probability of the class
 * @param positive [n] whether it is the true class
 * @param cases [n] the case each patch belongs to, for the bootstrap
 */
export function evaluateClass(
  scores: Float64Array,
  positive: readonly boolean[],
  cases: readonly string[],
  { className, part }: { className: string; part: Evaluation['part'] },
): ClassEvaluation | { missing: string } {
  const curve = rocCurve(scores, positive);
  const area = auc(scores, positive);
  if (!curve || area === undefined) {
    const side = positive.includes(true) ? `every patch of the ${part} part is ${className}` : `the ${part} part has no ${className} patch`;
    return { missing: `No ROC curve: ${side}.` };
  }
  const partial = partialAuc(curve);
  const interval = bootstrapAuc(scores, positive, cases);
  const independent = delong(scores, positive);
  return {
    auc: area,
    partialAucPublished: partial.published,
    partialAucStandard: partial.standard,
    partialAucCorrected: partial.corrected,
    interval: interval && { low: interval.low, high: interval.high },
    delong: independent && { low: independent.low, high: independent.high },
    positives: curve.positives,
    negatives: curve.negatives,
    roc: thinned(curve, ROC_POINTS),
  };
}

/** At most `count` of the curve's points, evenly spread along it (fpr + tpr never falls), both ends included. */
export function thinned({ fpr, tpr }: Pick<RocCurve, 'fpr' | 'tpr'>, count: number): { fpr: number[]; tpr: number[] } {
  if (fpr.length <= count) return { fpr: [...fpr], tpr: [...tpr] };
  const kept: number[] = [];
  for (let i = 0; i < fpr.length; i++) {
    const due = (2 * kept.length) / (count - 1);
    if (fpr[i] + tpr[i] >= due - 1e-12) kept.push(i);
  }
  const last = fpr.length - 1;
  if (kept.at(-1) !== last) kept[Math.min(kept.length, count - 1)] = last;
  return { fpr: kept.map((i) => fpr[i]), tpr: kept.map((i) => tpr[i]) };
}
