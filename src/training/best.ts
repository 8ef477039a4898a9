/** Which epoch was the best on the hold-out part, and when waiting for a better one has been long enough. */
import type { Config } from '../project/config';
import type { PartMetrics } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';

export type HoldoutMetric = Config['training']['selection']['metric'];

type Measured = { epoch: number; holdout: PartMetrics };

/** The larger the better: the loss with its sign turned, or the mean of the AUCs that are defined. -Infinity when there is no such number. */
export function scoreOf(metric: HoldoutMetric, { loss, auc }: PartMetrics): number {
  if (metric === 'loss') return Number.isFinite(loss) ? -loss : -Infinity;
  const defined = Object.values(auc).filter((area) => area !== undefined);
  return defined.length > 0 ? defined.reduce((a, b) => a + b, 0) / defined.length : -Infinity;
}

/** The epoch with the best hold-out part; of equal ones the first. Undefined before the first epoch. */
export function bestEpoch(history: readonly Measured[], metric: HoldoutMetric = 'loss'): number | undefined {
  let best: Measured | undefined;
  for (const measured of history) if (!best || scoreOf(metric, measured.holdout) > scoreOf(metric, best.holdout)) best = measured;
  return best?.epoch;
}

/** Whether the last `patience` epochs brought no gain above `minDelta`. */
export function isOutOfPatience(history: readonly Measured[], earlyStop: Config['training']['earlyStop']): boolean {
  if (!earlyStop) return false;
  let reached = -Infinity;
  let waited = 0;
  for (const { holdout } of history) {
    const score = scoreOf(earlyStop.metric, holdout);
    if (score > reached + earlyStop.minDelta) {
      reached = score;
      waited = 0;
    } else waited++;
  }
  return waited >= earlyStop.patience;
}

/** Throws ProblemError when the AUC is to decide and the hold-out part has patches of one class alone: there is none then. */
export function checkDecidable(
  { learningRates, selection, earlyStop }: Pick<Config['training'], 'learningRates' | 'selection' | 'earlyStop'>,
  holdoutLabels: readonly number[],
): void {
  const field =
    learningRates && selection.metric === 'auc' ? 'training.selection' : earlyStop?.metric === 'auc' ? 'training.earlyStop' : undefined;
  if (!field || new Set(holdoutLabels).size > 1) return;
  throw new ProblemError({
    code: 'training.metric',
    found: 'hold-out patches of one class alone, which have no AUC',
    expected: `patches of two classes, because ${field}.metric is "auc"`,
    remedy: `Enlarge the hold-out part, or set ${field}.metric to "loss".`,
  });
}
