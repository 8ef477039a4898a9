/**
 * A patch store whose network input is made by threads beside the engine. The engine holds the thread that calls it until its step is done:
 * without them, pixels would be read and turned into input only between two steps.
 */
import os from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { PatchStore } from '../patches/patch';
import type { OpenedStore } from '../patches/storeFile';
import { startThread } from './ownEntry';
import type { ReaderAnswer, ReaderRequest, ReaderTask } from './patchReader';

/**
 * Beside steps of 5 ms, patches of 224 pixels a second on two cores: 2680 without threads, 3980 with one, 4990 with two, no more with three.
 * Two cores alone train too slowly to need the second.
 */
const THREADS = os.availableParallelism() >= 4 ? 2 : 1;

/**
 * The store with its `input` read by threads, which start with the first call and end with close(); the same bits as without. A call is
 * rejected with the reader's reason, also when its thread ends. Closing closes the store too.
 */
export function readAhead({ store, files }: Pick<OpenedStore, 'store' | 'files'>, threads = THREADS): PatchStore {
  let readers: Reader[] | undefined;
  let calls = 0;
  return {
    hash: store.hash,
    size: store.size,
    patches: store.patches,
    read: (indices) => store.read(indices),
    input(indices, { mean, std }, spare) {
      readers ??= Array.from({ length: threads }, () => new Reader({ files, hash: store.hash }));
      return readers[calls++ % threads].input({ indices, normalisation: { mean, std }, spare });
    },
    async close() {
      await Promise.all((readers ?? []).map((reader) => reader.end()));
      await store.close();
    },
  };
}

class Reader {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve: (input: Float32Array) => void; reject: (error: Error) => void }>();
  private ended: Error | undefined;
  private requests = 0;

  constructor(task: ReaderTask) {
    this.worker = startThread('patchReader', { workerData: task });
    // Only a call that waits keeps the process going.
    this.worker.unref();
    this.worker.on('message', (answer: ReaderAnswer) => this.settle(answer));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The thread that reads patches has ended.')));
  }

  input(request: Omit<ReaderRequest, 'id'>): Promise<Float32Array> {
    if (this.ended) return Promise.reject(this.ended);
    const id = this.requests++;
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...request } satisfies ReaderRequest, request.spare ? [request.spare.buffer as ArrayBuffer] : []);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(answer: ReaderAnswer): void {
    const call = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('input' in answer) call?.resolve(answer.input);
    else call?.reject(new RangeError(answer.error));
  }

  private fail(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
