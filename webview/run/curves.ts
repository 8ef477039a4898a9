/** What the charts of runs show: lines by epoch, their ranges and ticks. */
import type { EpochMetrics } from '../../src/protocol/compute';
import type { RunHistory } from '../../src/protocol/runHistory';

export type Point = readonly [epoch: number, value: number];

export interface Line {
  /** Place of the run among those shown. */
  run: number;
  /** `training` is drawn dashed. */
  part: 'training' | 'hold-out' | 'run';
  points: readonly Point[];
  /** Faint: single steps, of which nothing is read. */
  steps?: boolean;
  /** Epoch with the best hold-out part, marked on its line. */
  best?: number;
}

export interface Chart {
  id: string;
  title: string;
  /** What is better, or what the figure is of. */
  note?: string;
  lines: readonly Line[];
  /** Shares are read as such. */
  form: 'number' | 'share' | 'seconds' | 'rate';
  log?: boolean;
}

/** `mean`: over the classes that have an AUC. */
export type AucOf = 'mean' | (string & {});

/** One chart a figure, the same lines in each; `aucOf`: the class whose AUC is drawn. */
export function chartsOf(histories: readonly RunHistory[], aucOf: AucOf): Chart[] {
  const both = (read: (e: EpochMetrics, part: 'train' | 'holdout') => number | undefined): Line[] =>
    histories.flatMap(({ epochs, summary }, run): Line[] => [
      { run, part: 'training', points: pointsOf(epochs, (e) => read(e, 'train')) },
      { run, part: 'hold-out', points: pointsOf(epochs, (e) => read(e, 'holdout')), best: summary.bestEpoch },
    ]);
  const one = (read: (e: EpochMetrics) => number | undefined): Line[] =>
    histories.map(({ epochs }, run): Line => ({ run, part: 'run', points: pointsOf(epochs, read) }));
  const steps = histories.flatMap((history, run): Line[] => {
    const points = stepPoints(history);
    return points.length > 1 ? [{ run, part: 'training', points, steps: true }] : [];
  });
  const rates = one((e) => e.learningRate);
  return [
    { id: 'loss', title: 'Loss', note: 'lower is better', form: 'number', lines: [...steps, ...both((e, part) => e[part].loss)] },
    { id: 'accuracy', title: 'Accuracy', note: 'of patches', form: 'share', lines: both((e, part) => e[part].accuracy) },
    {
      id: 'auc',
      title: 'AUC',
      note: aucOf === 'mean' ? 'mean of the classes' : aucOf,
      form: 'number',
      lines: both((e, part) => aucValue(e[part].auc, aucOf)),
    },
    { id: 'rate', title: 'Learning rate', form: 'rate', lines: rates, log: spread(rates) > 20 },
    { id: 'time', title: 'Time per epoch', form: 'seconds', lines: one((e) => e.seconds) },
  ];
}

function pointsOf(epochs: readonly EpochMetrics[], read: (e: EpochMetrics) => number | undefined): Point[] {
  return epochs.flatMap((e): Point[] => {
    const value = read(e);
    // A loss that diverged is no place in a picture.
    return value !== undefined && Number.isFinite(value) ? [[e.epoch, value]] : [];
  });
}

/** Of a class, or the mean of those that have one. */
export function aucValue(auc: Record<string, number | undefined>, of: AucOf): number | undefined {
  if (of !== 'mean') return auc[of];
  const values = Object.values(auc).filter((v) => v !== undefined);
  return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : undefined;
}

/** Steps in epochs. None where the steps of an epoch cannot be told from patches and batch: a wrong place is worse than none. */
export function stepPoints({ steps, summary, settings }: Pick<RunHistory, 'steps' | 'summary' | 'settings'>): Point[] {
  const perEpoch = Math.ceil(summary.trainPatches / Number(settings['training.batch']));
  if (!(perEpoch > 0) || steps.some(({ epoch, step }) => Math.ceil(step / perEpoch) !== epoch)) return [];
  return steps.flatMap(({ step, loss }): Point[] => (Number.isFinite(loss) ? [[step / perEpoch, loss]] : []));
}

function spread(lines: readonly Line[]): number {
  const values = lines.flatMap(({ points }) => points.map(([, v]) => v)).filter((v) => v > 0);
  return values.length > 0 ? Math.max(...values) / Math.min(...values) : 1;
}

export interface Range {
  low: number;
  high: number;
  ticks: number[];
}

/** A range that holds the chart's values, with round ticks. Shares and times begin at 0 where they come near it, and shares end at 1. */
export function rangeOf({ lines, form, log }: Pick<Chart, 'lines' | 'form' | 'log'>): Range {
  const values = lines.flatMap(({ points }) => points.map(([, v]) => v));
  if (values.length === 0) return { low: 0, high: 1, ticks: [0, 0.5, 1] };
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (log) return decades(least, most);
  const fromZero = form === 'seconds' || form === 'rate' || least < (most - least) * 0.25;
  return linear(fromZero ? Math.min(0, least) : least, most, form === 'share' ? 1 : Number.POSITIVE_INFINITY);
}

function linear(least: number, most: number, ceiling: number): Range {
  const span = most - least || Math.abs(most) || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power;
  const low = Math.floor(least / step + 1e-9) * step;
  const high = Math.min(Math.max(Math.ceil(most / step - 1e-9) * step, low + step), Math.max(ceiling, most));
  const ticks = Array.from({ length: Math.floor((high - low) / step + 1e-6) + 1 }, (_, i) => rounded(low + i * step));
  return { low: rounded(low), high: rounded(high), ticks };
}

function decades(least: number, most: number): Range {
  const from = Math.floor(Math.log10(least) + 1e-9);
  const to = Math.max(Math.ceil(Math.log10(most) - 1e-9), from + 1);
  return { low: 10 ** from, high: 10 ** to, ticks: Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)) };
}

/** Sums of tenths without their dust. */
const rounded = (value: number): number => Number(value.toPrecision(10));

/** Ticks of whole epochs, at most eight, and 1 where it does not touch the next. */
export function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000].find((s) => last / s <= 8) ?? Math.ceil(last / 8);
  const ticks = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return step > 2 ? [1, ...ticks] : ticks;
}

/** Share of the range from its low end, 0..1. */
export function shareOf(value: number, { low, high }: Range, log = false): number {
  if (log) return Math.log(value / low) / Math.log(high / low);
  return (value - low) / (high - low);
}

/** The epoch that is read in all charts; `latest`: of each run its own. */
export type Reading = number | 'latest';

/** The point of a line that is read, where it has one. */
export function pointRead({ points }: Pick<Line, 'points'>, reading: Reading): Point | undefined {
  return reading === 'latest' ? points.at(-1) : points.find(([epoch]) => epoch === reading);
}

/** Epochs that all runs together plan or have. */
export const lastEpoch = (histories: readonly RunHistory[]): number =>
  Math.max(
    1,
    ...histories.map(({ summary, epochs }) => Math.max(summary.status === 'running' ? summary.epochs : 0, epochs.at(-1)?.epoch ?? 0)),
  );
