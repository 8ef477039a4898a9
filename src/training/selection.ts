/**
 * Selection of the learning rate on the hold-out part (paper, section 3.1): every candidate trains from the same start, over the same
 * patches in the same order, for the same number of steps; the run then begins anew with the one that does best.
 */
import { appendEvent, type RunEvent } from '../project/runs';
import type { PartMetrics } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { type HoldoutMetric, scoreOf } from './best';
import { candidateState, removeCandidateState } from './checkpoint';
import { Diverged } from './diverged';
import { measureHoldout } from './holdout';
import { RunningMetrics } from './metrics';
import type { Candidate, TrainingState } from './state';
import { runSteps } from './steps';
import type { TrainingRun } from './trainingRun';

/** Points of a candidate's curve. */
const CURVE_POINTS = 100;

type Tried = Extract<RunEvent, { type: 'candidate' }>;

/** Steps that each candidate trains. */
export function candidateSteps({ request, plan }: Pick<TrainingRun, 'request' | 'plan'>): number {
  const { steps, epochs } = request.options.selection;
  return steps ?? epochs * plan.stepsPerEpoch;
}

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

/** Trains one candidate, from where a killed process left it; without `holdout` when it diverges: it is out then, which is no error. */
async function tryOut(run: TrainingRun, learningRate: number, start: Pick<TrainingState, 'classifier' | 'momenta'>): Promise<Tried> {
  const { request, plan, trainer, keeper, progress, origin } = run;
  const until = candidateSteps(run);
  const begun = await begunCandidate(run, learningRate);
  await trainer.restore(begun?.classifier ?? start.classifier, begun?.momenta ?? start.momenta);
  const candidate: Candidate = begun?.candidate ?? { learningRate, curve: [], pending: { sum: 0, steps: 0 } };
  const beganAt = performance.now();
  const seconds = (): number => (begun?.partial?.seconds ?? 0) + (performance.now() - beganAt) / 1000;
  let step = begun?.partial?.step ?? 0;
  const result = (holdout?: PartMetrics): Tried => {
    const { curve } = candidate;
    return { type: 'candidate', data: origin.data, learningRate, steps: step, seconds: seconds(), curve, holdout };
  };
  // A candidate is scored on the hold-out part alone.
  const gathered = { probabilities: new Float64Array(0), labels: new Int32Array(0), loss: 0, weight: 0, right: 0 };
  try {
    while (step < until) {
      const before = step - (step % plan.stepsPerEpoch);
      await runSteps(run, {
        epoch: before / plan.stepsPerEpoch + 1,
        from: step - before,
        until: Math.min(plan.stepsPerEpoch, until - before),
        learningRate,
        running: new RunningMetrics(request.classes),
        onStep: async (done, loss) => {
          step = before + done;
          addToCurve(candidate, step, until, loss);
          progress.step('select', `learning rate ${learningRate}, step ${step} of ${until}, loss ${loss.toFixed(3)}`, { loss });
          if (!keeper.isDue) return;
          const state = {
            epoch: 0,
            classifier: await trainer.classifier(),
            momenta: await trainer.momenta(),
            history: [],
            origin,
            candidate,
          };
          await keeper.keepInside({ ...state, partial: { step, gathered, seconds: seconds(), waited: 0 } });
        },
      });
    }
    return result(await measureHoldout(await trainer.classifier(), request, plan));
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    progress.skip(until - step);
    return result();
  }
}

async function begunCandidate({ request, origin }: TrainingRun, learningRate: number): Promise<TrainingState | undefined> {
  if (!request.resume) return undefined;
  const begun = await candidateState(request.dir, request.classifier);
  return begun?.candidate?.learningRate === learningRate && begun.origin.data === origin.data ? begun : undefined;
}

function addToCurve({ curve, pending }: Candidate, step: number, until: number, loss: number): void {
  pending.sum += loss;
  pending.steps++;
  if (pending.steps < Math.ceil(until / CURVE_POINTS) && step < until) return;
  curve.push({ step, loss: pending.sum / pending.steps });
  Object.assign(pending, { sum: 0, steps: 0 });
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
