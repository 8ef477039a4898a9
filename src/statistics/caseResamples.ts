/** The same resamples of cases for many statistics: what is compared is then compared on the same patients, draw by draw. */
import { type Interval, percentileInterval } from './bootstrap';
import { rankScores, resampledAuc } from './rankedScores';
import { caseResamples, numberCases, type Resamples } from './resample';

/** Draws of whole cases with replacement, as many as there are; the draws of bootstrapOverCases with the same seed. Memory: draws x cases. */
export class CaseResamples {
  private readonly resamples: Resamples;
  /** [n] number of the case that each observation belongs to */
  private readonly caseNumbers: Uint32Array;

  /** @param caseOf [n] the case each observation belongs to */
  constructor(caseOf: ArrayLike<string | number>, options?: { draws?: number; seed?: number }) {
    const { numbers, cases } = numberCases(caseOf);
    this.caseNumbers = numbers;
    this.resamples = caseResamples(cases, options);
  }

  /** [draws] AUC of each resample; NaN where it has no positive or no negative. Scores are sorted once. */
  aucs(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>): Float64Array {
    const ranked = rankScores(scores, positive, this.caseNumbers, this.resamples.cases);
    return this.each((times) => resampledAuc(ranked, times) ?? Number.NaN);
  }

  /** [draws] mean of the values [n] in each resample; a value that is NaN is left out, NaN where none is left. */
  means(values: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.resamples.cases);
    const sizes = new Float64Array(this.resamples.cases);
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      sums[this.caseNumbers[i]] += values[i];
      sizes[this.caseNumbers[i]]++;
    }
    return this.each((times) => {
      let sum = 0;
      let size = 0;
      for (let k = 0; k < times.length; k++) {
        sum += times[k] * sums[k];
        size += times[k] * sizes[k];
      }
      return sum / size;
    });
  }

  /** @param value of a draw, in which each case counts so many times */
  private each(value: (times: Uint16Array) => number): Float64Array {
    const { draws, cases, times } = this.resamples;
    return Float64Array.from({ length: draws }, (_, draw) => value(times.subarray(draw * cases, (draw + 1) * cases)));
  }
}

/** 95 % percentile interval of a statistic's values over the draws; draws without a value (NaN) are left out, undefined where none is left. */
export function intervalOfDraws(values: Float64Array): Interval | undefined {
  return percentileInterval(values.filter((v) => !Number.isNaN(v)));
}
