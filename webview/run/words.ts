/** Figures of runs as people read them. */
import type { RunSummary } from '../../src/protocol/compute';
import type { RunHistory } from '../../src/protocol/runHistory';
import { shortNumber } from '../shared/wording';
import type { Chart } from './curves';

/** What runs are called in charts: A, B, … */
export const letterOf = (run: number): string => String.fromCharCode(65 + (run % 26));

/** Colours there are; further runs take them again, and keep their letter. */
export const COLOURS = 6;

export function figure(value: number | undefined, form: Chart['form']): string {
  if (value === undefined) return '–';
  if (form === 'share') return `${(100 * value).toFixed(1)} %`;
  if (form === 'seconds') return duration(value);
  if (form === 'rate') return value === 0 ? '0' : value >= 1e-4 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
  return value.toFixed(3);
}

/** The same at an axis: as short as it can be. */
export function tick(value: number, form: Chart['form']): string {
  if (form === 'share') return `${Math.round(100 * value)} %`;
  if (form === 'seconds') return value === 0 ? '0' : duration(value);
  if (form === 'rate') return figure(value, form);
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

/** `4.1 s`, `2 min 5 s`, `3 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${shortNumber(Math.round(seconds * 10) / 10)} s`.replace('.00', '').replace(/(\.\d)0 s$/, '$1 s');
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export const STATUS: Readonly<Record<RunSummary['status'], { mark: string; text: string }>> = {
  running: { mark: '▶', text: 'Running' },
  finished: { mark: '✓', text: 'Finished' },
  cancelled: { mark: '■', text: 'Cancelled, can be resumed' },
  interrupted: { mark: '!', text: 'Interrupted, can be resumed' },
  failed: { mark: '✕', text: 'Failed' },
};

/** What is known of a run in a line: network, device, pace. */
export function runFacts({ summary, epochs, starts, settings }: RunHistory): string[] {
  const last = epochs.at(-1);
  const device = last?.device ?? starts.at(-1)?.device;
  const spent = epochs.reduce((sum, e) => sum + e.seconds, 0);
  const resumed = starts.filter(({ resumedFrom }) => resumedFrom !== undefined).length;
  return [
    `${summary.network} on ${summary.trainPatches} patches`,
    ...(settings['training.batch'] ? [`batches of ${settings['training.batch']}`] : []),
    ...(device ? [`${device}${last?.threads ? `, ${last.threads} threads` : ''}`] : []),
    ...(last ? [`${Math.round(last.patchesPerSecond)} patches a second`, `${duration(spent)} for ${epochs.length} epochs`] : []),
    ...(last?.waitShare !== undefined && last.waitShare > 0.2
      ? [`waits for patches ${Math.round(100 * last.waitShare)} % of the time`]
      : []),
    ...(resumed > 0 ? [`resumed ${resumed === 1 ? 'once' : `${resumed} times`}`] : []),
  ];
}

/** A learning rate that was chosen among several. */
export function triedText({ tried, summary }: RunHistory): string | undefined {
  if (tried.length === 0) return undefined;
  const rates = tried.map(({ learningRate, holdoutLoss }) =>
    holdoutLoss === undefined
      ? `${figure(learningRate, 'rate')} (diverged)`
      : `${figure(learningRate, 'rate')} (loss ${holdoutLoss.toFixed(3)})`,
  );
  const chosen = summary.learningRate === undefined ? '' : `; ${figure(summary.learningRate, 'rate')} was chosen`;
  return `Learning rates tried: ${rates.join(', ')}${chosen}.`;
}
