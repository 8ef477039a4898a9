/** A thread that reads patches as a network's input, one request after another; what asks it is readAhead.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Normalisation } from '../patches/normalise';
import type { PatchStore } from '../patches/patch';
import { openStore, type StoreFiles } from '../patches/storeFile';

/** The files and the hash of the store that the thread reads. */
export interface ReaderTask {
  files: StoreFiles;
  hash: string;
}

export interface ReaderRequest {
  id: number;
  indices: readonly number[];
  normalisation: Normalisation;
  /** Moved here to be written over. */
  spare?: Float32Array;
}

export type ReaderAnswer = { id: number } & ({ input: Float32Array } | { error: string });

const { files, hash } = workerData as ReaderTask;
const store = openStore(files, hash);
store.catch(() => undefined); // told with every answer

parentPort!.on('message', async ({ id, indices, normalisation, spare }: ReaderRequest) => {
  try {
    const opened = await store;
    if (!opened) throw new Error(`${files.pixels} is no longer the store that was opened`);
    // A store on disk always gives a network's input.
    const input = await (opened.store as Required<PatchStore>).input(indices, normalisation, spare);
    parentPort!.postMessage({ id, input } satisfies ReaderAnswer, [input.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort!.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies ReaderAnswer);
  }
});
