/** Steps of one epoch: batch after batch through the trainer, from any step to any other. */
import { batchesOf, epochOrder } from './batches';
import { Diverged } from './diverged';
import type { RunningMetrics } from './metrics';
import { inputsOf, type TrainingRun } from './trainingRun';

export interface StepsOptions {
  /** From 1: it decides the order of patches. */
  epoch: number;
  /** Steps of this epoch that are done. */
  from: number;
  /** Steps of this epoch to be done in all. */
  until: number;
  learningRate: number;
  /** Takes every patch, scored by the network as it was at its step, with its batch's statistics. */
  running: RunningMetrics;
  onWait?: (milliseconds: number) => void;
  /** After every step: how many of this epoch are done, and its loss. */
  onStep: (done: number, loss: number) => Promise<void> | void;
}

/** Stops within one step on abort. Throws Diverged when the loss is no longer a finite number. */
export async function runSteps(
  { request, plan, trainer }: Pick<TrainingRun, 'request' | 'plan' | 'trainer'>,
  { epoch, from, until, learningRate, running, onWait, onStep }: StepsOptions,
): Promise<void> {
  const { train, classifier, options, task } = request;
  task.signal.throwIfAborted();
  if (from >= until) return;
  const order = epochOrder(plan.indices, options.seed, epoch);
  let done = from;
  for await (const { indices, images, labels, weights, count } of batchesOf(train, order, plan.batch, true, classifier, onWait, from)) {
    task.signal.throwIfAborted();
    const { classWeights } = plan;
    const weighted = classWeights ? weights.map((weight, i) => weight * classWeights[labels[i]]) : weights;
    const inputs = inputsOf(train, indices, request);
    const { loss, logits } = await trainer.step({ images, labels, weights: weighted, inputs }, learningRate);
    if (!Number.isFinite(loss + running.add(logits, labels, count))) throw new Diverged('a loss that is not a finite number');
    done++;
    await onStep(done, loss);
    if (done >= until) return;
  }
}
