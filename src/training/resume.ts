/** Where a resumed run goes on: its last whole state, if that was trained on these patches with these settings; and at which rate. */
import type { RunEvent } from '../project/runs';
import { ProblemError } from '../protocol/problem';
import { lastState } from './checkpoint';
import type { TrainRequest } from './request';
import type { StateOrigin, TrainingState } from './state';

export type ResumePoint = TrainingState & { file: string };

/** Undefined when there is no state yet. Throws ProblemError when it belongs to other patches, another network or other settings. */
export async function resumePoint({ dir, train, classifier, options, task }: TrainRequest): Promise<ResumePoint | undefined> {
  const point = await lastState(dir, classifier, task);
  if (!point) return undefined;
  const mismatch = (found: string, expected: string, remedy: string): ProblemError =>
    new ProblemError({ code: 'training.resume', file: point.file, found, expected, remedy });
  const { origin, partial } = point;
  if (origin.data !== train.hash)
    throw mismatch(
      'a checkpoint trained on other patches, or with other features beside them',
      'the patches of this project as they are now',
      'Start a new run.',
    );
  if (point.classifier.architecture !== classifier.architecture || point.classifier.classes.join() !== classifier.classes.join())
    throw mismatch(
      `a ${point.classifier.architecture} for ${point.classifier.classes.join(', ')}`,
      `a ${classifier.architecture} for ${classifier.classes.join(', ')}`,
      'Start a new run.',
    );
  const asked = Math.min(options.batch, train.patches.length);
  if (partial && (origin.seed !== options.seed || origin.batch > asked))
    throw mismatch(
      `the middle of an epoch in batches of ${origin.batch} with seed ${origin.seed}`,
      `batches of ${options.batch} with seed ${options.seed}`,
      'Resume with the settings the run was started with, or start a new run.',
    );
  return point;
}

/** Says so where the same numbers as in an unbroken run cannot be expected. */
export function warnOfChanges(before: StateOrigin, now: StateOrigin, task: TrainRequest['task']): void {
  const changes = (['device', 'threads', 'block', 'batch', 'seed'] as const).filter((key) => (before[key] ?? 0) !== (now[key] ?? 0));
  if (changes.length === 0) return;
  const list = changes.map((key) => `${key} ${now[key] ?? 0} instead of ${before[key] ?? 0}`).join(', ');
  task.log('warn', `The run goes on with ${list}: its numbers are not those of a run that was never interrupted.`);
}

/** The base learning rate that the run has had so far; undefined when it is to be selected yet. */
export function rateSoFar({ options, train }: TrainRequest, events: readonly RunEvent[], point?: ResumePoint): number | undefined {
  const last = events.findLast((e) => (e.type === 'selected' && e.data === train.hash) || e.type === 'changed');
  if (last?.type === 'selected' || last?.type === 'changed') return last.learningRate;
  return point?.origin.learningRate ?? (options.learningRates ? undefined : options.learningRate);
}
