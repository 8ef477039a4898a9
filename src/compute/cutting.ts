/** Patches cut over the processor's cores. */
import os from 'node:os';
import type { View } from '../dataset/model';
import { environmentChoice } from '../network/device';
import { type Cutter, cutView } from '../patches/cut';
import { ProblemError } from '../protocol/problem';
import { NoThread, PixelPool, ThreadEnded } from './pixelPool';

/** Pixels of a set below which threads cost more than they save. */
export const WORTH_THREADS = 2 ** 24;
/** Memory of a thread at its peak: of its own, and for every pixel of the view. */
const THREAD_BYTES = 64 * 2 ** 20;
const PIXEL_BYTES = 16;
/** The rest is left to the engine and to other programs. */
const SHARE_OF_MEMORY = 0.5;
/** Views in flight for each thread: one that takes long must not keep the others waiting for its turn. */
const IN_FLIGHT = 2;

/** A cutter of views; its threads, where there are any, end with close(). */
export interface ClosableCutter extends Cutter {
  close(): Promise<void>;
}

/** Threads for these views; in the calling thread where there are too few pixels to be worth them. `memory` in bytes. */
export function cutterFor(views: readonly View[], threads = environmentChoice().threads, memory = machineMemory()): ClosableCutter {
  let [total, largest] = [0, 0];
  for (const { width, height } of views) {
    total += width * height;
    largest = Math.max(largest, width * height);
  }
  const size = Math.min(threadsFor(largest, threads, memory), views.length);
  if (size < 2 || total < WORTH_THREADS) return { atOnce: 1, cut: cutView, close: async () => undefined };
  return threadCutter(new PixelPool(size));
}

/** How many threads may read views of so many pixels at once: at least 1. */
export function threadsFor(pixels: number, threads: number, memory: number): number {
  return Math.max(1, Math.min(threads, Math.floor((memory * SHARE_OF_MEMORY) / (THREAD_BYTES + pixels * PIXEL_BYTES))));
}

/** Cuts in the pool's threads, in the calling one where none can be started. */
export function threadCutter(pool: PixelPool): ClosableCutter {
  return {
    atOnce: pool.size * IN_FLIGHT,
    async cut(task, signal) {
      try {
        return await pool.run({ kind: 'cut', ...task }, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof NoThread) return cutView(task);
        throw error instanceof ThreadEnded ? threadEnded(task.view, error) : error;
      }
    },
    close: () => pool.close(),
  };
}

/** Of the machine, or of the container that this process may fill. */
export function machineMemory(): number {
  // 0 or beyond the machine's own where nothing is set.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

function threadEnded({ file }: View, { message }: ThreadEnded): ProblemError {
  return new ProblemError({
    code: 'patches.view.threadEnded',
    file,
    found: `a view that ended the thread that cut it, twice (${message})`,
    expected: 'a mammogram that can be cut in the memory there is',
    remedy:
      'The view is left out. Close other programs or set DEEPMINER_THREADS to fewer, remove the patches from the cache, and run again.',
  });
}
