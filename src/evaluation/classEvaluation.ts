/** One class against the rest: ROC curve, its areas and their intervals, calibration. */
import type { ClassEvaluation, Level, Missing } from '../protocol/evaluation';
import { calibration } from '../statistics/calibration';
import { curveIntervals } from '../statistics/curveIntervals';
import { delong } from '../statistics/delong';
import { partialAuc } from '../statistics/partialAuc';
import { rankScores } from '../statistics/rankedScores';
import type { Resamples } from '../statistics/resample';
import { auc, type RocCurve, rocCurve } from '../statistics/roc';
import type { Item } from './items';

/** Points of a ROC curve that are kept for drawing; the areas are computed from all. */
const ROC_POINTS = 200;

/** Items as one class sees them. */
export interface OneAgainstRest {
  /** [n] score of the class */
  scores: Float64Array;
  /** [n] whether it is the true class */
  positive: boolean[];
  /** [n] number of the case */
  cases: number[];
}

export function oneAgainstRest(items: readonly Item[], index: number): OneAgainstRest {
  return {
    scores: Float64Array.from(items, (item) => item.scores[index]),
    positive: items.map((item) => item.truth === index),
    cases: items.map((item) => item.caseNumber),
  };
}

/** @param words what is scored, for people: class, level and part */
export function evaluateClass(
  { scores, positive, cases }: OneAgainstRest,
  resamples: Resamples,
  words: { className: string; level: Level; part: string },
): ClassEvaluation | Missing {
  const curve = rocCurve(scores, positive);
  const area = auc(scores, positive);
  if (!curve || area === undefined) return { missing: oneSided(positive, words) };
  const partial = partialAuc(curve);
  const noInterval = tooFewCases(positive, cases);
  const intervals = noInterval ? undefined : curveIntervals(rankScores(scores, positive, cases, resamples.cases), resamples);
  const independent = delong(scores, positive);
  const { fpr, tpr, thresholds } = thinned(curve, ROC_POINTS);
  return {
    auc: area,
    partialAucPublished: partial.published,
    partialAucStandard: partial.standard,
    partialAucCorrected: partial.corrected,
    interval: intervals?.auc,
    delong: independent && { low: independent.low, high: independent.high },
    partialIntervals: intervals && { published: intervals.published, standard: intervals.standard },
    noInterval,
    positives: curve.positives,
    negatives: curve.negatives,
    roc: { fpr, tpr, thresholds: thresholds.map((t) => (Number.isFinite(t) ? t : null)) },
    band: intervals?.band,
    calibration: calibration(scores, positive),
  };
}

/** Why resampling cases would say nothing: a side that hangs on one case is the same in every resample. Undefined when it does. */
export function tooFewCases(positive: readonly boolean[], cases: readonly number[]): string | undefined {
  for (const side of [true, false]) {
    const of = new Set(cases.filter((_, i) => positive[i] === side));
    if (of.size < 2) return `No interval: all ${side ? 'positives' : 'negatives'} are of one case.`;
  }
  return undefined;
}

function oneSided(positive: readonly boolean[], { className, level, part }: { className: string; level: Level; part: string }): string {
  if (!positive.includes(true)) return `No ROC curve: the ${part} part has no ${className} ${level}.`;
  return `No ROC curve: every ${level} of the ${part} part is ${className}.`;
}

type Points = Pick<RocCurve, 'fpr' | 'tpr' | 'thresholds'>;

/** At most `count` of the curve's points, evenly spread along it (fpr + tpr never falls), both ends included. */
export function thinned({ fpr, tpr, thresholds }: Points, count: number): Points {
  if (fpr.length <= count) return { fpr: [...fpr], tpr: [...tpr], thresholds: [...thresholds] };
  const kept: number[] = [];
  for (let i = 0; i < fpr.length; i++) {
    const due = (2 * kept.length) / (count - 1);
    if (fpr[i] + tpr[i] >= due - 1e-12) kept.push(i);
  }
  const last = fpr.length - 1;
  if (kept.at(-1) !== last) kept[Math.min(kept.length, count - 1)] = last;
  const of = (values: readonly number[]) => kept.map((i) => values[i]);
  return { fpr: of(fpr), tpr: of(tpr), thresholds: of(thresholds) };
}
