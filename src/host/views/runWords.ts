/** Runs in the few words of a row, a tooltip or a question. */
import type { RunSummary } from '../../protocol/compute';
import { percent, timeLeft } from '../../protocol/progressWords';
import type { RunFiles } from '../../protocol/runHistory';
import type { Progress } from '../../protocol/task';
import { aucFigures } from '../metricsText';

export interface Running {
  progress: Progress | undefined;
  stopping: boolean;
}

/** What stands beside a run's name. The view is narrow: what is looked for stands first, what is usual goes without saying. */
export function runDescription(run: RunSummary, running: Running | undefined): string {
  if (running) return runningText(running);
  const auc = run.last && `AUC ${aucFigures(run.last.holdout.auc)}`;
  const epochs = `${run.epochsDone} of ${run.epochs} epochs`;
  if (run.status === 'finished') return auc ?? '';
  if (run.status === 'failed') return [`failed, ${epochs}`, run.failure?.message.split('\n')[0]].filter(Boolean).join(': ');
  return [`${run.status}, ${epochs}`, auc].filter(Boolean).join(' · ');
}

/** `42 %, 3 min left · epoch 2/5` */
function runningText({ progress, stopping }: Running): string {
  if (stopping) return 'stopping …';
  if (!progress) return 'starting …';
  if (progress.waitingFor !== undefined) return `waits for ${progress.waitingFor}`;
  const pace = [percent(progress), progress.secondsLeft === undefined ? '' : timeLeft(progress.secondsLeft)].filter(Boolean).join(', ');
  return [pace, progress.epoch ? `epoch ${progress.epoch}/${progress.epochs}` : progress.stage].filter(Boolean).join(' · ');
}

/** What a status means for who wants to go on; nothing where the name says it. */
export function statusMeaning({ status }: RunSummary): string | undefined {
  switch (status) {
    case 'interrupted':
      return 'Its process ended without a word: it was killed, ran out of memory, or the machine went down. It can be resumed.';
    case 'cancelled':
      return 'It was stopped on request. It can be resumed.';
    case 'failed':
      return 'It can be resumed once the reason is gone.';
    default:
      return undefined;
  }
}

/** `31 MB` */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 9.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** What goes with runs that are deleted, and what stays. */
export function deletionDetail(runs: readonly RunFiles[]): string {
  const count = (n: number, one: string, many = `${one}s`): string[] => (n > 0 ? [`${n} ${n === 1 ? one : many}`] : []);
  const lines = runs.map(({ summary, checkpoints, evaluations, minings, explanations, bytes }) => {
    const what = [
      `${summary.epochsDone} of ${summary.epochs} epochs`,
      ...count(checkpoints.length, 'checkpoint'),
      ...count(evaluations.length, 'evaluation'),
      ...count(minings.length, 'mining result'),
      ...count(explanations, 'explanation'),
      ...(bytes === undefined ? [] : [bytesText(bytes)]),
    ];
    return `${summary.run}: ${what.join(', ')}.`;
  });
  const mined = runs.some(({ minings }) => minings.length > 0);
  return [
    ...lines,
    ...(mined
      ? ['Answers of experts in the folder annotations stay, but the units they are about go.']
      : ['Nothing else of the project is touched.']),
  ].join('\n');
}
