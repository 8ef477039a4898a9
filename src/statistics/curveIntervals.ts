/** The ROC curve's areas with intervals, and the band around it, from the same resamples of cases. */
import { type Interval, percentileInterval, quantile } from './bootstrap';
import { type RankedScores, resampledCurve } from './rankedScores';
import type { Resamples } from './resample';

/** The band is given at this many + 1 false positive rates, evenly from 0 to 1. */
export const BAND_STEPS = 100;

export interface CurveIntervals {
  auc: Interval;
  published: Interval;
  standard: Interval;
  /** [BAND_STEPS + 1] pointwise 95 % of the sensitivity at the false positive rates 0, 0.01, …, 1. */
  band: { low: number[]; high: number[] };
}

/**
 * 95 % percentile intervals; the band holds at each false positive rate by itself, not for the whole curve at once (vertical averaging:
 * Fawcett, Pattern Recognition Letters 27:861, 2006). Undefined when no resample had both positives and negatives.
 */
export function curveIntervals(ranked: RankedScores, { cases, draws, times }: Resamples): CurveIntervals | undefined {
  const points = BAND_STEPS + 1;
  const heights = new Float64Array(points);
  // [points, draws], so that each rate's heights lie together.
  const columns = new Float64Array(points * draws);
  const [auc, published, standard]: number[][] = [[], [], []];
  for (let draw = 0; draw < draws; draw++) {
    const areas = resampledCurve(ranked, times.subarray(draw * cases, (draw + 1) * cases), heights);
    if (!areas) continue;
    for (let p = 0; p < points; p++) columns[p * draws + auc.length] = heights[p];
    auc.push(areas.auc);
    published.push(areas.published);
    standard.push(areas.standard);
  }
  const kept = auc.length;
  if (kept === 0) return undefined;
  const [low, high]: number[][] = [[], []];
  for (let p = 0; p < points; p++) {
    const sorted = columns.subarray(p * draws, p * draws + kept).sort();
    low.push(quantile(sorted, 0.025));
    high.push(quantile(sorted, 0.975));
  }
  return {
    auc: percentileInterval(auc)!,
    published: percentileInterval(published)!,
    standard: percentileInterval(standard)!,
    band: { low, high },
  };
}
