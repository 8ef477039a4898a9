/** Whether a value is an evaluation that can be drawn: what is drawn of it is looked at, wherever it was kept meanwhile. */
import { type Check, list, number, object, optional, record, text } from '../shape';

const either =
  (first: Check, second: Check): Check =>
  (value, where) =>
    (value as { missing?: unknown } | null)?.missing === undefined ? second(value, where) : first(value, where);
const nothing: Check = (value, where) => (value === null ? undefined : number(value, where));

const missing = object({ missing: text });
const interval = object({ low: number, high: number });
const stratum = object({
  value: text,
  positives: number,
  negatives: number,
  auc: optional(number),
  interval: optional(interval),
  missing: optional(text),
});
const strata: Check = (value, where) => (Array.isArray(value) ? list(stratum)(value, where) : missing(value, where));
const bin = object({ low: number, high: number, count: number, mean: optional(number), frequency: optional(number) });

const evaluatedClass = object({
  auc: number,
  partialAucPublished: number,
  partialAucStandard: number,
  partialAucCorrected: optional(number),
  interval: optional(interval),
  delong: optional(interval),
  partialIntervals: optional(object({ published: interval, standard: interval })),
  noInterval: optional(text),
  positives: number,
  negatives: number,
  roc: object({ fpr: list(number), tpr: list(number), thresholds: optional(list(nothing)) }),
  band: optional(object({ low: list(number), high: list(number) })),
  calibration: optional(object({ bins: list(bin), error: number, brier: number })),
  breakdowns: optional(
    object({ scanner: strata, projection: strata, laterality: strata, density: strata, subtlety: strata, finding: strata }),
  ),
});

const level = {
  items: number,
  cases: number,
  accuracy: number,
  classes: record(either(missing, evaluatedClass)),
  confusion: list(list(number)),
  leftOut: list(object({ count: number, reason: text })),
};

const part: Check = (value, where) =>
  value === 'test' || value === 'holdout' ? undefined : `${where}: found ${JSON.stringify(value) ?? 'nothing'}, expected test or holdout`;

const evaluation = object({
  ...level,
  run: text,
  checkpoint: text,
  network: text,
  part,
  patches: number,
  classNames: list(text),
  background: optional(text),
  view: object(level),
  case: object(level),
  bootstrap: object({ draws: number, seed: number, cases: number }),
  notice: text,
});

/** What is wrong with it, as `where: found X, expected Y`; undefined when nothing is. */
export function evaluationProblem(value: unknown): string | undefined {
  return evaluation(value, '');
}
