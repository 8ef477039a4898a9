/** The training loop: epochs of SGD over shuffled patches, measured on the hold-out part and kept as a checkpoint after each. */
import path from 'node:path';
import type { PatchInputs } from '../auxiliary/caseFeatures';
import { neutralInputs } from '../network/auxiliary';
import { networkHash } from '../network/classifier';
import type { Classifier } from '../network/graph';
import { type Device, openSession, type Value } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import { appendEvent, readEvents } from '../project/runs';
import type { EpochMetrics, PartMetrics } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { paced, type Task } from '../protocol/task';
import { batchesOf, epochOrder } from './batches';
import { type Checkpoint, checkpointFile, lastCheckpoint, writeCheckpoint } from './checkpoint';
import { RunningMetrics } from './metrics';
import { Trainer } from './step';

export interface TrainRequest {
  /** The network to start from; with `resume`, the run's last checkpoint takes its place. */
  classifier: Classifier;
  /** Patches without a class (ambiguous) are left out of both parts. */
  train: PatchStore;
  holdout: PatchStore;
  options: Config['training'];
  classes: readonly string[];
  /** What a network with features beside the image is told of each patch's case. */
  inputs?: PatchInputs;
  /** The run folder: checkpoints/ and events.jsonl are written there. */
  dir: string;
  /** Go on from the last whole checkpoint, if there is one. */
  resume?: boolean;
  device?: Device;
  /** Threads of one operator; default: all cores. The same number gives the same bits. */
  threads?: number;
  task: Task;
  onEpoch?: (metrics: EpochMetrics) => void;
}

export interface TrainResult {
  classifier: Classifier;
  /** The epochs of this call; a resumed run's earlier ones stand in events.jsonl. */
  epochs: EpochMetrics[];
  /** Absolute path of the last checkpoint. */
  checkpoint: string;
}

/**
 * Trains to the end of `options.epochs` and keeps every epoch. Measures of the training part are running ones: each patch is scored by the
 * network as it was at its step, with its batch's statistics; those of the hold-out part are of the finished epoch.
 * Stops within one step on abort. Throws ProblemError when a part has no patch with a class, patches and network do not fit, the loss is no
 * longer a number, or a checkpoint cannot be written; checkpoints of finished epochs stay.
 */
export async function train(request: TrainRequest): Promise<TrainResult> {
  const { options, classes, dir, task } = request;
  const indices = labelled(request.train, 'training', request);
  const holdoutIndices = labelled(request.holdout, 'hold-out', request);
  const start = request.resume ? await resumePoint(request) : undefined;
  const batch = Math.min(options.batch, indices.length);
  const { momentum, weightDecay } = options;
  const trainer = await Trainer.create(start?.classifier ?? request.classifier, {
    batch,
    momentum,
    weightDecay,
    device: request.device,
    threads: request.threads,
  });
  const firstEpoch = (start?.epoch ?? 0) + 1;
  const stepsPerEpoch = Math.ceil(indices.length / batch);
  const report = paced('train', stepsPerEpoch * Math.max(0, options.epochs - firstEpoch + 1), task);
  const epochs: EpochMetrics[] = [];
  let steps = 0;
  try {
    if (start) await trainer.restore(start.classifier, start.momenta);
    for (let epoch = firstEpoch; epoch <= options.epochs; epoch++) {
      const began = performance.now();
      const learningRate = learningRateOf(options, epoch);
      const running = new RunningMetrics(classes);
      for await (const { indices: own, images, labels, weights, count } of batchesOf(
        request.train,
        epochOrder(indices, options.seed, epoch),
        batch,
        true,
        request.classifier,
      )) {
        task.signal.throwIfAborted();
        const { loss, logits } = await trainer.step(
          { images, labels, weights, inputs: inputsOf(request.train, own, request) },
          learningRate,
        );
        if (!Number.isFinite(loss + running.add(logits, labels, count))) throw diverged(dir, epoch, learningRate);
        steps++;
        report(steps, `epoch ${epoch} of ${options.epochs}, loss ${loss.toFixed(3)}`);
      }
      const trained = performance.now();
      const classifier = await trainer.classifier();
      const holdout = await measure(classifier, holdoutIndices, request);
      if (!Number.isFinite(holdout.loss)) throw diverged(dir, epoch, learningRate);
      const metrics: EpochMetrics = {
        epoch,
        learningRate,
        seconds: (performance.now() - began) / 1000,
        patchesPerSecond: (indices.length * 1000) / (trained - began),
        train: running.result(),
        holdout,
      };
      await writeCheckpoint(dir, { epoch, classifier, momenta: await trainer.momenta(), metrics, data: request.train.hash });
      await appendEvent(dir, { type: 'epoch', checkpoint: checkpointFile(epoch), network: networkHash(classifier), ...metrics });
      epochs.push(metrics);
      request.onEpoch?.(metrics);
    }
    const checkpoint = path.join(dir, checkpointFile(Math.max(options.epochs, firstEpoch - 1)));
    return { classifier: await trainer.classifier(), epochs, checkpoint };
  } finally {
    await trainer.release();
  }
}

/** Learning rate of an epoch, counted from 1. */
export function learningRateOf({ learningRate, decay }: Pick<Config['training'], 'learningRate' | 'decay'>, epoch: number): number {
  return decay && epoch >= decay.fromEpoch ? learningRate * decay.factor : learningRate;
}

/** Loss, accuracy and AUC of the network in inference form, i.e. with running statistics. */
async function measure(classifier: Classifier, indices: readonly number[], request: TrainRequest): Promise<PartMetrics> {
  const { holdout, options, classes, device, threads, task } = request;
  const session = await openSession(classifier.graph, { device, threads });
  const metrics = new RunningMetrics(classes);
  try {
    for await (const { indices: own, images, labels, count } of batchesOf(holdout, indices, options.batch, false, classifier)) {
      task.signal.throwIfAborted();
      const image = { dims: [count, 3, holdout.size, holdout.size], data: images };
      const { logits } = await session.run({ ...inputsOf(holdout, own, request), image }, ['logits']);
      if (!Number.isFinite(metrics.add(logits.data, labels, count))) return { loss: Number.NaN, accuracy: 0, auc: {} };
    }
    return metrics.result();
  } finally {
    await session.release();
  }
}

/** The classifier's inputs beside the image. */
function inputsOf(store: PatchStore, indices: readonly number[], { inputs, classifier }: TrainRequest): Record<string, Value> {
  return inputs?.(store, indices) ?? neutralInputs(classifier, indices.length);
}

/** The last whole checkpoint, with its event written again when a killed process took it along. */
async function resumePoint({ dir, train: store, classifier, task }: TrainRequest): Promise<Checkpoint | undefined> {
  const point = await lastCheckpoint(dir, task);
  if (!point) return undefined;
  const file = path.join(dir, checkpointFile(point.epoch));
  const mismatch = (found: string, expected: string): ProblemError =>
    new ProblemError({ code: 'training.resume', file, found, expected, remedy: 'Start a new run.' });
  if (point.data !== store.hash) throw mismatch('a checkpoint trained on other patches', 'the patches of this project as they are now');
  if (point.classifier.architecture !== classifier.architecture || point.classifier.classes.join() !== classifier.classes.join())
    throw mismatch(
      `a ${point.classifier.architecture} for ${point.classifier.classes.join(', ')}`,
      `a ${classifier.architecture} for ${classifier.classes.join(', ')}`,
    );
  const events = await readEvents(dir);
  if (!events.some((event) => event.type === 'epoch' && event.epoch === point.epoch))
    await appendEvent(dir, {
      type: 'epoch',
      checkpoint: checkpointFile(point.epoch),
      network: networkHash(point.classifier),
      ...point.metrics,
    });
  return point;
}

/** Indices of the patches that have a class. Throws ProblemError when there are none or they do not fit the network. */
function labelled(store: PatchStore, part: string, { classifier, classes }: TrainRequest): number[] {
  const refuse = (found: string, expected: string, remedy: string): ProblemError =>
    new ProblemError({ code: 'training.patches', found, expected, remedy });
  if (store.size !== classifier.inputSize)
    throw refuse(
      `${part} patches of ${store.size} pixels`,
      `${classifier.inputSize} pixels, the network's input`,
      'Set patches.size to the network, or start from another network.',
    );
  if (classes.join('\n') !== classifier.classes.join('\n'))
    throw refuse(
      `the classes ${classes.join(', ')}`,
      `the network's: ${classifier.classes.join(', ')}`,
      'Correct classes or network.weights.',
    );
  const indices = [...store.patches.keys()].filter((i) => store.patches[i].label >= 0 && store.patches[i].label < classes.length);
  if (indices.length < (part === 'training' ? 2 : 1))
    throw refuse(
      `${indices.length} ${part} patches with a class`,
      part === 'training' ? 'at least two' : 'at least one',
      'Add cases, or enlarge that part in dataset.split.',
    );
  return indices;
}

function diverged(dir: string, epoch: number, learningRate: number): ProblemError {
  const last = epoch > 1 ? path.join(dir, checkpointFile(epoch - 1)) : undefined;
  return new ProblemError({
    code: 'training.diverged',
    file: last,
    found: `a loss that is not a finite number in epoch ${epoch}, at learning rate ${learningRate}`,
    expected: 'a finite loss',
    remedy: `Train again with a smaller learning rate. ${last ? `The last good checkpoint is ${last}.` : 'There is no checkpoint yet.'}`,
  });
}
