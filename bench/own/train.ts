/** Our contestant in `train`: one step of the product's trainer. */
import { Trainer } from '../../src/training/step';
import { serve } from './serve';
import { CLASSES, images, ownNetwork, ownTask } from './task';

const task = ownTask();
const { batch, device, threads } = task;
const trainer = await Trainer.create(ownNetwork(task), { batch, momentum: 0.9, weightDecay: 1e-4, device, threads });
const data = images(task);
const labels = Array.from({ length: batch }, (_, i) => i % CLASSES.length);
const ones = new Float32Array(batch).fill(1);
await serve('onnxruntime-node', () => trainer.step({ images: data, labels, weights: ones }, 1e-4));
