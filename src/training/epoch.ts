/** One epoch: its steps, the hold-out part, the checkpoint and the record of it; inside it, states by the clock. */
import { networkHash } from '../network/classifier';
import type { EpochMetrics } from '../protocol/compute';
import { bestEpoch } from './best';
import { checkpointFile } from './checkpoint';
import { measureHoldout } from './holdout';
import { RunningMetrics } from './metrics';
import type { EpochRecord, PartialEpoch, TrainingState } from './state';
import { runSteps } from './steps';
import type { TrainingRun } from './trainingRun';

/**
 * Trains the epoch after those in `run.history`, or the rest of it, and puts it there. On abort the state is kept where it stands, and the
 * signal's reason thrown. Throws Diverged, and ProblemError when the checkpoint cannot be written.
 */
export async function trainEpoch(run: TrainingRun, learningRate: number, begun?: PartialEpoch): Promise<EpochRecord> {
  const { request, plan, trainer, keeper, journal, progress, history, origin } = run;
  const { classes, options, task } = request;
  const epoch = history.length + 1;
  const running = new RunningMetrics(classes, plan.classWeights, begun?.gathered);
  const beganAt = performance.now();
  const seconds = (): number => (begun?.seconds ?? 0) + (performance.now() - beganAt) / 1000;
  let waited = begun?.waited ?? 0;
  let step = begun?.step ?? 0;
  let keptStep = step;
  const keepInside = async (): Promise<void> => {
    keptStep = step;
    await keeper.keepInside(await stateOf(run, { step, gathered: running.gathered(), seconds: seconds(), waited }));
  };
  const onStep = async (done: number, loss: number): Promise<void> => {
    step = done;
    await keeper.stepped();
    await journal.step(epoch, (epoch - 1) * plan.stepsPerEpoch + done, loss, learningRate);
    progress.step('train', `epoch ${epoch} of ${options.epochs}, loss ${loss.toFixed(3)}`, { epoch, epochs: options.epochs, loss });
    if (keeper.isDue) await keepInside();
  };
  try {
    const onWait = (milliseconds: number): void => {
      waited += milliseconds / 1000;
    };
    await runSteps(run, { epoch, from: step, until: plan.stepsPerEpoch, learningRate, running, onWait, onStep });
    const trained = seconds();
    const classifier = await trainer.classifier();
    const holdout = await measureHoldout(classifier, request, plan);
    const metrics: EpochMetrics = {
      epoch,
      learningRate,
      seconds: seconds(),
      patchesPerSecond: plan.indices.length / trained,
      waitShare: Math.min(1, waited / trained),
      holdoutSeconds: seconds() - trained,
      device: origin.device,
      threads: origin.threads,
      ...(trainer.microBatch < plan.batch && { microBatch: trainer.microBatch }),
      bestEpoch: bestEpoch([...history, { epoch, holdout }], options.earlyStop?.metric),
      train: running.result(),
      holdout,
    };
    const record: EpochRecord = { ...metrics, checkpoint: checkpointFile(epoch), network: networkHash(classifier) };
    const momenta = await trainer.momenta();
    await keeper.keepEpoch({ epoch, classifier, momenta, history: [...history, record], origin });
    history.push(record);
    return record;
  } catch (error) {
    if (task.signal.aborted && step > keptStep)
      await keepInside().catch((e: unknown) => task.log('warn', `The state is not kept. ${e instanceof Error ? e.message : String(e)}`));
    throw error;
  }
}

async function stateOf({ trainer, history, origin }: TrainingRun, partial: PartialEpoch): Promise<TrainingState> {
  const [classifier, momenta] = [await trainer.classifier(), await trainer.momenta()];
  return { epoch: history.length, classifier, momenta, history: [...history], origin, partial };
}
