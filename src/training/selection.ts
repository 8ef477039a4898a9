/**
 * Selection of the learning rate on the hold-out part (paper, section 3.1): every candidate trains from the same start, over the same
 * patches in the same order, for the same number of steps; the run then begins anew with the one that does best.
 */
import { appendEvent, type RunEvent } from '../project/runs';
import type { PartMetrics } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { type HoldoutMetric, scoreOf } from './best';
import { type Tried, tryOut } from './candidate';
import { removeCandidateState } from './checkpoint';
import type { TrainingRun } from './trainingRun';

/** The candidates by falling rate, each once. */
export function candidatesOf({ learningRates }: { learningRates: readonly number[] | null }): number[] {
  return [...new Set(learningRates ?? [])].sort((a, b) => b - a);
}

/**
 * Tries the candidates that the run's events do not tell of yet, and notes each with its curve; the trainer's state is in the end what it was.
 * Throws ProblemError when all diverge. Stops within one step on abort.
 */
export async function selectLearningRate(run: TrainingRun, events: readonly RunEvent[]): Promise<number> {
  const { request, origin } = run;
  const { options, dir, task } = request;
  const start = { classifier: await run.trainer.classifier(), momenta: await run.trainer.momenta() };
  const tried: Tried[] = [];
  for (const learningRate of candidatesOf(options)) {
    const earlier = events.findLast((e) => e.type === 'candidate' && e.data === origin.data && e.learningRate === learningRate);
    if (earlier?.type === 'candidate') {
      tried.push(earlier);
      continue;
    }
    const result = await tryOut(run, learningRate, start);
    await appendEvent(dir, result);
    await removeCandidateState(dir);
    tried.push(result);
    task.log('info', `Learning rate ${learningRate}: ${describe(result)}`);
  }
  await run.trainer.restore(start.classifier, start.momenta);
  const { metric } = options.selection;
  const learningRate = bestRate(tried, metric);
  if (learningRate === undefined) throw allDiverged(tried);
  const [steps, seconds] = [tried.reduce((sum, t) => sum + t.steps, 0), tried.reduce((sum, t) => sum + t.seconds, 0)];
  await appendEvent(dir, { type: 'selected', data: origin.data, learningRate, metric, steps, seconds });
  task.log('info', `Selected learning rate ${learningRate} among ${tried.length}, by ${steps} steps in ${seconds.toFixed(0)} s.`);
  return learningRate;
}

/** The rate that does best on the hold-out part; of equal ones the smallest. Undefined when all diverged. */
export function bestRate(tried: readonly { learningRate: number; holdout?: PartMetrics }[], metric: HoldoutMetric): number | undefined {
  const scored = tried.flatMap(({ learningRate, holdout }) => (holdout ? [{ learningRate, score: scoreOf(metric, holdout) }] : []));
  return scored.sort((a, b) => b.score - a.score || a.learningRate - b.learningRate)[0]?.learningRate;
}

function describe({ holdout, steps }: Tried): string {
  return holdout ? `hold-out loss ${holdout.loss.toFixed(4)} after ${steps} steps` : `diverged after ${steps} steps`;
}

function allDiverged(tried: readonly Tried[]): ProblemError {
  const rates = tried.map((t) => t.learningRate);
  return new ProblemError({
    code: 'training.selection.diverged',
    found: `no learning rate that trains: ${rates.join(', ')} all diverged`,
    expected: 'a candidate whose loss stays finite',
    remedy: `Add smaller ones to training.learningRates and start a new run, or name one: "deepminer train --resume --learning-rate ${Number((Math.min(...rates) / 10).toPrecision(3))}".`,
  });
}
