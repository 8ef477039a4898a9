/** One target in a thread of its own: a reader that never comes back is seen from outside, with the file it was given. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FuzzResult, fuzz } from './fuzz';
import { targets } from './targets';

export interface FuzzTask {
  target: string;
  inputs: number;
  seed: number;
  /** [how many were begun, length of the one being read, its bytes …] */
  shared: SharedArrayBuffer;
}

const { target: name, inputs, seed, shared } = workerData as FuzzTask;
const [count, input] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)];
const target = targets.find((t) => t.name === name);
if (!target) throw new RangeError(`There is no target "${name}".`);
const result: FuzzResult = await fuzz(target, {
  inputs,
  seed,
  before(bytes, at) {
    Atomics.store(count, 1, Math.min(bytes.length, input.length));
    input.set(bytes.subarray(0, input.length));
    Atomics.store(count, 0, at + 1);
  },
});
parentPort!.postMessage(result);
