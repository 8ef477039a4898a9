/** Looks at the files of a data set over the processor's cores. */
import type { Look, LookedAt } from '../dataset/check/look';
import { look } from '../dataset/check/look';
import type { LookOptions } from '../dataset/check/lookAtAll';
import { environmentChoice } from '../network/device';
import { machineMemory, threadsFor } from './cutting';
import { NoThread, PixelPool, ThreadEnded } from './pixelPool';

/** A thread reads the next file while the picture of the one before is written. */
const IN_FLIGHT = 2;
/** The largest view of a data set is not known before it is read: a film scan of 30 million pixels. */
const USUAL_PIXELS = 30e6;

export interface Lookers extends Pick<LookOptions, 'look' | 'atOnce'> {
  /** Ends the threads. */
  close(): Promise<void>;
}

/** As many threads as cores and memory allow, started when they are needed; in the calling thread where none can be started. */
export function lookers(threads = environmentChoice().threads, memory = machineMemory()): Lookers {
  const pool = new PixelPool(threadsFor(USUAL_PIXELS, threads, memory));
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
