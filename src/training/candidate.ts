/** One learning rate on trial: a short training whose curve is noted, and which goes on where a killed or cancelled process left it. */
import type { RunEvent } from '../project/runs';
import type { PartMetrics } from '../protocol/compute';
import { candidateState } from './checkpoint';
import { Diverged } from './diverged';
import { measureHoldout } from './holdout';
import { RunningMetrics } from './metrics';
import type { Candidate, TrainingState } from './state';
import { runSteps } from './steps';
import type { TrainingRun } from './trainingRun';

/** Points of a candidate's curve. */
const CURVE_POINTS = 100;
/** A candidate is scored on the hold-out part alone. */
const NOTHING_GATHERED = { probabilities: new Float64Array(0), labels: new Int32Array(0), loss: 0, weight: 0, right: 0 };

export type Tried = Extract<RunEvent, { type: 'candidate' }>;

/** Steps that each candidate trains. */
export function candidateSteps({ request, plan }: Pick<TrainingRun, 'request' | 'plan'>): number {
  const { steps, epochs } = request.options.selection;
  return steps ?? epochs * plan.stepsPerEpoch;
}

/**
 * Trains one candidate from `start`, and measures the hold-out part. One that diverges comes back without `holdout`: it is out, which is no
 * error. On abort its state is kept, and the signal's reason thrown.
 */
export async function tryOut(run: TrainingRun, learningRate: number, start: Pick<TrainingState, 'classifier' | 'momenta'>): Promise<Tried> {
  const { request, plan, trainer, keeper, progress, origin } = run;
  const until = candidateSteps(run);
  const begun = await begunCandidate(run, learningRate);
  await trainer.restore(begun?.classifier ?? start.classifier, begun?.momenta ?? start.momenta);
  const candidate: Candidate = begun?.candidate ?? { learningRate, curve: [], pending: { sum: 0, steps: 0 } };
  const beganAt = performance.now();
  const seconds = (): number => (begun?.partial?.seconds ?? 0) + (performance.now() - beganAt) / 1000;
  let step = begun?.partial?.step ?? 0;
  progress.skip(step);
  let keptStep = step;
  const result = (holdout?: PartMetrics): Tried => {
    const { curve } = candidate;
    return { type: 'candidate', data: origin.data, learningRate, steps: step, seconds: seconds(), curve, holdout };
  };
  const keep = async (): Promise<void> => {
    keptStep = step;
    const partial = { step, gathered: NOTHING_GATHERED, seconds: seconds(), waited: 0 };
    const [classifier, momenta] = [await trainer.classifier(), await trainer.momenta()];
    await keeper.keepInside({ epoch: 0, classifier, momenta, history: [], origin, candidate, partial });
  };
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
          if (keeper.isDue) await keep();
        },
      });
    }
    return result(await measureHoldout(await trainer.classifier(), request, plan));
  } catch (error) {
    if (request.task.signal.aborted && step > keptStep)
      await keep().catch((e: unknown) => request.task.log('warn', `The state is not kept. ${e instanceof Error ? e.message : String(e)}`));
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
