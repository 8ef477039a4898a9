/** Area under the high-sensitivity part of an ROC curve, in the published and in the standard sense. */
import type { RocCurve } from './roc';
import { trapezoid } from './roc';

/** The sensitivity above which partial areas are taken (paper: 0.8). */
export const MIN_TPR = 0.8;

export interface PartialAuc {
  /**
   * As the DeepMiner paper reports it (0.142 normal, 0.136 benign, 0.146 malignant; section 3.1): the trapezoid of TPR over FPR through
   * those ROC points whose TPR is at least the bound, times (1 - bound). It runs along the *FPR* axis from the first such point to 1,
   * so it is that stretch's area scaled down, and its largest value is 1 - bound. That this is the recipe follows from the numbers: a
   * binormal curve of equal variances with AUC 0.862, 0.844, 0.872 has 0.144, 0.136, 0.148 of this, and 0.111, 0.103, 0.116 of the standard.
   */
  published: number;
  /** The integral of specificity (1 - FPR) over TPR from the bound to 1, the curve being interpolated at the bound; largest value 1 - bound. */
  standard: number;
  /** The standard area on a scale where chance is 0.5 and a perfect score 1 (McClish, Medical Decision Making 9:190, 1989). */
  corrected: number;
}

/**
 * Both partial areas of `curve` above the sensitivity `minTpr` (paper: 0.8). The published one sees only the curve's own points; ties
 * that straddle the bound therefore drop out of it. Throws RangeError when the bound is not within 0 (included) and 1 (not).
 */
export function partialAuc(curve: RocCurve, minTpr = MIN_TPR): PartialAuc {
  if (!(minTpr >= 0 && minTpr < 1)) throw new RangeError(`A least sensitivity is from 0 to below 1, found ${minTpr}.`);
  const width = 1 - minTpr;
  const { fpr, tpr } = curve;
  const from = tpr.findIndex((t) => t >= minTpr);
  const published = trapezoid(fpr.slice(from), tpr.slice(from)) * width;
  let standard = 0;
  for (let i = Math.max(from, 1); i < tpr.length; i++) {
    const rise = tpr[i] - tpr[i - 1];
    if (rise === 0) continue;
    const low = Math.max(tpr[i - 1], minTpr);
    const fprAtLow = fpr[i - 1] + ((fpr[i] - fpr[i - 1]) * (low - tpr[i - 1])) / rise;
    standard += (tpr[i] - low) * (1 - (fprAtLow + fpr[i]) / 2);
  }
  const chance = (width * width) / 2;
  const corrected = (1 + (standard - chance) / (width - chance)) / 2;
  return { published, standard, corrected };
}
