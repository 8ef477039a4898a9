/** The hold-out part: loss, accuracy and AUC of a network in inference form, i.e. with running statistics. */
import type { Classifier } from '../network/graph';
import { openSession } from '../network/session';
import type { PartMetrics } from '../protocol/compute';
import { batchesOf } from './batches';
import { Diverged } from './diverged';
import { RunningMetrics } from './metrics';
import type { Plan } from './plan';
import type { TrainRequest } from './request';
import { inputsOf } from './trainingRun';

/** Stops within one batch on abort. Throws Diverged when a logit is not a finite number. */
export async function measureHoldout(classifier: Classifier, request: TrainRequest, plan: Plan): Promise<PartMetrics> {
  const { holdout, options, classes, device, threads, task } = request;
  const session = await openSession(classifier.graph, { device, threads });
  const metrics = new RunningMetrics(classes, plan.classWeights);
  try {
    for await (const { indices, images, labels, count } of batchesOf(holdout, plan.holdoutIndices, options.batch, false, classifier)) {
      task.signal.throwIfAborted();
      const image = { dims: [count, 3, holdout.size, holdout.size], data: images };
      const { logits } = await session.run({ ...inputsOf(holdout, indices, request), image }, ['logits']);
      if (!Number.isFinite(metrics.add(logits.data, labels, count))) throw new Diverged('a hold-out loss that is not a finite number');
    }
    return metrics.result();
  } finally {
    await session.release();
  }
}
