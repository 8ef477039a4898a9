/** The training loop: epochs of SGD over shuffled patches, measured on the hold-out part and kept as a checkpoint after each. */
import path from 'node:path';
import { appendEvent, type RunEvent, readEvents } from '../project/runs';
import type { EpochMetrics } from '../protocol/compute';
import { bestEpoch, isOutOfPatience } from './best';
import { candidateSteps } from './candidate';
import { checkpointFile, removeCheckpoints, removeHalfWritten, removeInside } from './checkpoint';
import { Diverged, divergedProblem } from './diverged';
import { trainEpoch } from './epoch';
import { Journal } from './journal';
import { StateKeeper } from './keeper';
import { withWayOn } from './lostDevice';
import { planOf } from './plan';
import { TrainingProgress } from './progress';
import type { TrainRequest, TrainResult } from './request';
import { type ResumePoint, rateSoFar, resumePoint, warnOfChanges } from './resume';
import { learningRateOf } from './schedule';
import { candidatesOf, selectLearningRate } from './selection';
import { Trainer } from './step';
import type { TrainingRun } from './trainingRun';

export type { TrainRequest, TrainResult } from './request';

/**
 * Trains to the end of `options.epochs`, or until `options.earlyStop` has seen enough. Measures of the training part are running ones: each
 * patch is scored by the network as it was at its step, with its batch's statistics; those of the hold-out part are of the finished epoch.
 * Whatever ends it, a run that is resumed goes on from its last state; with the same device and threads it gives the bits of an unbroken one.
 * Stops within one step on abort. Throws ProblemError when a part has no patch with a class, patches and network do not fit, the loss is no
 * longer a number, or a checkpoint cannot be written; states that were kept before stay.
 */
export async function train(request: TrainRequest): Promise<TrainResult> {
  const { options, dir, task } = request;
  const plan = planOf(request);
  await removeHalfWritten(dir);
  const events = request.resume ? await readEvents(dir) : [];
  const start = request.resume ? await resumePoint(request) : undefined;
  const { momentum, weightDecay } = options;
  const { device, threads } = request;
  const trainer = await Trainer.create(start?.classifier ?? request.classifier, {
    batch: plan.batch,
    momentum,
    weightDecay,
    device,
    threads,
    microBatch: options.microBatch ?? undefined,
    log: (level, message) => task.log(level, message),
  });
  let journal: Journal | undefined;
  try {
    const origin = {
      data: request.train.hash,
      seed: options.seed,
      batch: plan.batch,
      device: trainer.device,
      threads: plan.threads,
      block: trainer.block,
      learningRate: options.learningRate,
    };
    if (start) warnOfChanges(start.origin, origin, task);
    // A process killed at an epoch's very end has left the states inside it.
    if (start) await removeInside(dir, { done: start.epoch });
    const step = (start?.epoch ?? 0) * plan.stepsPerEpoch + (start?.partial?.step ?? 0);
    const history = [...(start?.history ?? [])];
    const keeper = new StateKeeper(dir, options.checkpointMinutes, task, start);
    journal = await Journal.open({ dir, options, stepsPerEpoch: plan.stepsPerEpoch, step, history, events, task });
    const run: TrainingRun = {
      request,
      plan,
      origin,
      trainer,
      keeper,
      journal,
      progress: progressOf(request, plan, events, step, start),
      history,
    };
    const learningRate = await chooseRate(run, events, start).catch((error: unknown) => {
      throw withWayOn(error, keeper.lastGood);
    });
    run.origin = { ...origin, learningRate };
    if (start) await trainer.restore(start.classifier, start.momenta, start.file);
    return await trainEpochs(run, learningRate, start);
  } finally {
    await trainer.release();
    await journal?.close();
  }
}

async function trainEpochs(run: TrainingRun, learningRate: number, start: ResumePoint | undefined): Promise<TrainResult> {
  const { request, history, keeper, journal, trainer } = run;
  const { options, dir } = request;
  const epochs: EpochMetrics[] = [];
  let begun = start?.partial;
  while (history.length < options.epochs && !isOutOfPatience(history, options.earlyStop)) {
    const epoch = history.length + 1;
    const rate = learningRateOf({ learningRate, decay: options.decay }, epoch);
    try {
      const record = await trainEpoch(run, rate, begun);
      begun = undefined;
      await journal.epoch(record);
      if (options.keep !== null) await removeCheckpoints(dir, epoch - options.keep, new Set([record.bestEpoch ?? epoch]));
      epochs.push(record);
      request.onEpoch?.(record);
    } catch (error) {
      if (!(error instanceof Diverged)) throw withWayOn(error, keeper.lastGood);
      await keeper.discardTrial();
      throw divergedProblem(error, { epoch, learningRate: rate, lastGood: keeper.lastGood });
    }
  }
  const best = bestEpoch(history, options.earlyStop?.metric)!;
  const used = options.earlyStop ? best : history.length;
  return {
    classifier: await trainer.classifier(),
    epochs,
    checkpoint: path.join(dir, checkpointFile(used)),
    bestEpoch: best,
    stoppedEarly: history.length < options.epochs,
  };
}

/** The base learning rate: the one given now, the run's own, or the one that does best on the hold-out part. */
async function chooseRate(run: TrainingRun, events: readonly RunEvent[], start: ResumePoint | undefined): Promise<number> {
  const { request, plan, journal, history } = run;
  const before = rateSoFar(request, events, start);
  const { learningRate = before } = request;
  if (learningRate === undefined) return selectLearningRate(run, events);
  if (learningRate === before || before === undefined || !request.resume || history.length >= request.options.epochs) return learningRate;
  const [epochs, steps] = [start?.epoch ?? 0, start?.partial?.step ?? 0];
  await appendEvent(request.dir, { type: 'changed', learningRate, before, epochs, steps });
  request.task.log('info', `Learning rate ${learningRate} instead of ${before}, from step ${steps + 1} of epoch ${epochs + 1} on.`);
  journal.forgetNoted(epochs * plan.stepsPerEpoch + steps);
  return learningRate;
}

function progressOf(
  request: TrainRequest,
  plan: TrainingRun['plan'],
  events: readonly RunEvent[],
  step: number,
  start?: ResumePoint,
): TrainingProgress {
  const { options, task } = request;
  const total = options.epochs * plan.stepsPerEpoch;
  if (request.learningRate !== undefined || options.learningRates === null) return new TrainingProgress(task, step, total);
  const each = candidateSteps({ request, plan });
  const candidates = candidatesOf(options);
  const selected = rateSoFar(request, events, start) !== undefined;
  const tried = events.filter((e) => e.type === 'candidate' && e.data === request.train.hash).length;
  return new TrainingProgress(task, (selected ? candidates.length : tried) * each + step, candidates.length * each + total);
}
