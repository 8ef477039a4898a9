/** What a contestant is told on its command line, and the data that both sides make from it. */
import { buildNetwork } from '../../src/network/build';
import type { Classifier } from '../../src/network/graph';
import type { Device } from '../../src/network/session';

export interface NetworkTask {
  network: string;
  batch: number;
  size: number;
  threads: number;
  device: string;
}

export const CLASSES = ['normal', 'benign', 'malignant'];

/** This process' task; the device's name is checked by the engine. */
export function ownTask(): NetworkTask & { device: Device } {
  return JSON.parse(process.argv[2]) as NetworkTask & { device: Device };
}

export function ownNetwork({ network, size }: NetworkTask): Classifier {
  return buildNetwork({ architecture: network, classes: CLASSES, inputSize: size, seed: 1 });
}

/** [batch, 3, size, size], of about unit variance. */
export function images({ batch, size }: NetworkTask): Float32Array {
  return Float32Array.from({ length: batch * 3 * size * size }, (_, i) => Math.sin(i * 12.9898) * 1.4);
}
