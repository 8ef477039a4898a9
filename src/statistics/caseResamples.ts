/** The same resamples of cases for many statistics: what is compared is then compared on the same patients, draw by draw. */
import { type Interval, quantile, weightedAuc } from './bootstrap';
import { seededRandom } from './random';

/** Draws of whole cases with replacement, as many as there are; the draws of bootstrapOverCases with the same seed. Memory: draws x cases. */
export class CaseResamples {
  readonly draws: number;
  private readonly cases: number;
  /** [n] number of the case that each observation belongs to */
  private readonly caseNumbers: Int32Array;
  /** [draws, cases] how often a case was drawn */
  private readonly counts: Uint16Array;

  /** @param caseOf [n] the case each observation belongs to */
  constructor(caseOf: ArrayLike<string | number>, { draws = 1000, seed = 1 }: { draws?: number; seed?: number } = {}) {
    const numbers = new Map<string | number, number>();
    this.caseNumbers = Int32Array.from(caseOf as ArrayLike<unknown> as ArrayLike<number>, (id: string | number) => {
      const number = numbers.get(id) ?? numbers.size;
      numbers.set(id, number);
      return number;
    });
    this.draws = draws;
    this.cases = numbers.size;
    this.counts = new Uint16Array(draws * this.cases);
    const random = seededRandom(seed);
    for (let draw = 0; draw < draws; draw++)
      for (let k = 0; k < this.cases; k++) this.counts[draw * this.cases + Math.floor(random() * this.cases)]++;
  }

  /** [draws] AUC of each resample; NaN where it has no positive or no negative. Scores are sorted once. */
  aucs(scores: ArrayLike<number>, positive: ArrayLike<boolean | number>): Float64Array {
    const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
    const times = new Uint32Array(scores.length);
    return Float64Array.from({ length: this.draws }, (_, draw) => {
      const row = draw * this.cases;
      for (let i = 0; i < times.length; i++) times[i] = this.counts[row + this.caseNumbers[i]];
      return weightedAuc(order, scores, positive, times) ?? Number.NaN;
    });
  }

  /** [draws] mean of the values [n] in each resample; a value that is NaN is left out, NaN where none is left. */
  means(values: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.cases);
    const sizes = new Float64Array(this.cases);
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      sums[this.caseNumbers[i]] += values[i];
      sizes[this.caseNumbers[i]]++;
    }
    return Float64Array.from({ length: this.draws }, (_, draw) => {
      let sum = 0;
      let size = 0;
      for (let k = 0; k < this.cases; k++) {
        sum += this.counts[draw * this.cases + k] * sums[k];
        size += this.counts[draw * this.cases + k] * sizes[k];
      }
      return sum / size;
    });
  }
}

/** 95 % percentile interval of a statistic's values over the draws; draws without a value (NaN) are left out, undefined where none is left. */
export function percentileInterval(values: Float64Array): Interval | undefined {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  if (sorted.length === 0) return undefined;
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975), draws: sorted.length };
}
