/**
 * The trial of a device: a few training steps of a small network whose result is compared with the CPU's, then the time of a larger step.
 * Both networks have what networks here are made of: convolutions 7x7, 3x3 and 1x1 with and without stride, batch norm, rectifiers, sums,
 * both poolings, a linear layer; forward, backward and update.
 */
import type { Device } from '../network/device';
import type { Classifier } from '../network/graph';
import { ResidualWriter } from '../network/residual';
import { seededRandom } from '../statistics/random';
import { Trainer } from '../training/step';

/** Counts up when trials of before cannot be compared with those of now. */
export const TRIAL_VERSION = 1;

/** What the compared steps made. */
export interface Computed {
  /** A step each. */
  losses: number[];
  /** After the last step, by name: weights, running statistics and momenta. */
  tensors: Record<string, Float32Array>;
}

const CLASSES = ['normal', 'benign', 'malignant'];
const SGD = { momentum: 0.9, weightDecay: 1e-3 };
const LEARNING_RATE = 0.05;

const COMPARED = { size: 32, batch: 4, steps: 3 };
/** About 180 million multiplications an image forward: a quarter of a second on two cores, far above a graphics card's cost of a call. */
const TIMED = { size: 112, batch: 8, warmUp: 2, steps: 5, limitMs: 3000 };

/**
 * On the CPU by the standard graph, which every other one is measured by. Throws ProblemError when the device is not there or its memory
 * does not suffice.
 */
export async function computeTrial(device: Device): Promise<Computed> {
  const { size, batch, steps } = COMPARED;
  const trainer = await Trainer.create(trialNetwork(size, 8), { batch, ...SGD, device, layout: 'standard' });
  try {
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) losses.push((await trainer.step(batchOf(batch, size, step), LEARNING_RATE)).loss);
    const all = [...(await trainer.classifier()).graph.initializers, ...(await trainer.momenta())];
    const tensors = all.flatMap(([name, { data }]) => (data instanceof Float32Array ? [[name, data] as const] : []));
    return { losses, tensors: Object.fromEntries(tensors) };
  } finally {
    await trainer.release();
  }
}

/** Milliseconds of the timed step: the median of some, after the first ones, in which drivers compile. Throws as computeTrial does. */
export async function timeTrial(device: Device): Promise<number> {
  const { size, batch, warmUp, steps, limitMs } = TIMED;
  const trainer = await Trainer.create(trialNetwork(size, 64), { batch, ...SGD, device });
  try {
    const images = batchOf(batch, size, 0);
    for (let i = 0; i < warmUp; i++) await trainer.step(images, LEARNING_RATE);
    const times: number[] = [];
    const end = performance.now() + limitMs;
    do {
      const start = performance.now();
      await trainer.step(images, LEARNING_RATE);
      times.push(performance.now() - start);
    } while (times.length < steps && performance.now() < end);
    return times.sort((a, b) => a - b)[times.length >> 1];
  } finally {
    await trainer.release();
  }
}

function trialNetwork(size: number, width: number): Classifier {
  const writer = new ResidualWriter('trial', size, 1);
  let x = writer.relu('relu', writer.batchNorm('bn1', writer.conv('conv1', 'image', width, 7, 2)));
  x = writer.maxPool('maxpool', x);
  x = writer.bottleneck('layer1.0', x, 4 * width, 1);
  x = writer.bottleneck('layer2.0', x, 8 * width, 2, 'features');
  return writer.classify('trial', x, CLASSES);
}

function batchOf(batch: number, size: number, step: number): { images: Float32Array; labels: number[]; weights: Float32Array } {
  const random = seededRandom(step + 1);
  const images = Float32Array.from({ length: batch * 3 * size * size }, () => 2 * random() - 1);
  const labels = Array.from({ length: batch }, (_, i) => (i + step) % CLASSES.length);
  return { images, labels, weights: new Float32Array(batch).fill(1) };
}
