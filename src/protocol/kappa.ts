/** Agreement beyond chance as results carry it; how it is computed stands in src/statistics/kappa.ts. */

/** Why there is no kappa: fewer than two units can be compared; or all answers are alike, so that chance would agree as well. */
export type NoKappa = 'tooFewUnits' | 'oneCategory';

export interface Kappa {
  /** 1: perfect agreement; 0: as chance would have it; null: undefined, for the reason that stands beside it. */
  kappa: number | null;
  reason?: NoKappa;
  /** 95 %, and the resamples it rests on; null where kappa is, or where no resample had one. */
  interval: { low: number; high: number; draws: number } | null;
  /** Units that counted. */
  units: number;
  /** Share of agreeing pairs of answers, and the share expected by chance; null without units. */
  observed: number | null;
  expected: number | null;
}
