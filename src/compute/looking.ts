/** Looks at the files of a data set over the processor's cores. */
import type { Look, LookedAt } from '../dataset/check/look';
import { look } from '../dataset/check/look';
import type { Lookers } from '../dataset/check/lookAtAll';
import type { View } from '../dataset/model';
import { environmentChoice } from '../network/device';
import { machineMemory, threadsFor, WORTH_THREADS } from './cutting';
import { NoThread, PixelPool, ThreadEnded } from './pixelPool';

/** A thread reads the next file while the picture of the one before is written. */
const IN_FLIGHT = 2;

/** As many threads as cores and memory allow; in the calling thread where there are too few pixels for them, or none can be started. */
export function lookersFor(views: readonly View[], threads = environmentChoice().threads, memory = machineMemory()): Lookers {
  let [total, largest] = [0, 0];
  for (const { width, height } of views) {
    total += width * height;
    largest = Math.max(largest, width * height);
  }
  const size = Math.min(threadsFor(largest, threads, memory), views.length);
  if (size < 2 || total < WORTH_THREADS) return { atOnce: 1, look, close: async () => undefined };
  return threadLookers(new PixelPool(size));
}

function threadLookers(pool: PixelPool): Lookers {
  return {
    atOnce: pool.size * IN_FLIGHT,
    async look(view, signal) {
      try {
        return await pool.run({ kind: 'look', ...view }, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof NoThread) return look(view);
        if (error instanceof ThreadEnded) return { look: threadEnded(view, error) };
        throw error;
      }
    },
    close: () => pool.close(),
  };
}

function threadEnded({ file }: LookedAt, { message }: ThreadEnded): Look {
  return {
    problem: {
      severity: 'error',
      code: 'file.threadEnded',
      file,
      found: `a file that ended the thread that read it, twice (${message})`,
      expected: 'a picture that can be read in the memory there is',
      remedy: 'Close other programs or set DEEPMINER_THREADS to fewer, and check again.',
    },
  };
}
