/** Means over views or trials with their 95 % interval by bootstrap over cases. */
import type { Estimate } from '../protocol/faithfulness';
import { CaseResamples, intervalOfDraws } from '../statistics/caseResamples';

/** Means of values that belong to the same observations: one set of resamples for all of them. */
export class Means {
  readonly cases: number;
  private readonly resamples: CaseResamples;

  /** @param caseOf [n >= 1] the case each observation belongs to */
  constructor(caseOf: readonly string[], { resamples, seed }: { resamples: number; seed: number }) {
    this.cases = new Set(caseOf).size;
    this.resamples = new CaseResamples(caseOf, { draws: resamples, seed });
  }

  /** Without interval where all observations are of one case. */
  of(values: readonly number[]): Estimate {
    const value = values.reduce((sum, v) => sum + v, 0) / values.length;
    const interval = this.cases > 1 ? intervalOfDraws(this.resamples.means(values)) : undefined;
    return { value, ...(interval && { low: interval.low, high: interval.high }) };
  }
}
