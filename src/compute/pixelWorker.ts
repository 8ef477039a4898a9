/** A thread of the pool: one job after another; what asks it is pixelPool.ts. */
import { parentPort } from 'node:worker_threads';
import { type Problem, ProblemError } from '../protocol/problem';
import { type PixelJob, pixelJobs } from './pixelJobs';

/** `ready` once, when the thread has loaded; then an answer a job. */
export type WorkerAnswer = { ready: true } | { result: object } | { problem: Problem } | { error: string };

parentPort!.on('message', async ({ kind, ...task }: PixelJob) => {
  try {
    const result = await (pixelJobs[kind] as (task: object) => Promise<object>)(task);
    parentPort!.postMessage({ result } satisfies WorkerAnswer, buffersOf(result));
  } catch (error) {
    const answer: WorkerAnswer =
      error instanceof ProblemError ? { problem: error.problem } : { error: error instanceof Error ? error.message : String(error) };
    parentPort!.postMessage(answer);
  }
});
parentPort!.postMessage({ ready: true } satisfies WorkerAnswer);

/** Buffers of all arrays in a plain value; one that is only a part of its buffer is copied as others may look at the rest. */
function buffersOf(value: unknown, found: ArrayBuffer[] = []): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value;
    if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && !found.includes(buffer)) found.push(buffer);
  } else if (Array.isArray(value)) {
    // Long lists are of like things: patches have no arrays, and resized views all do.
    if (buffersOf(value[0]).length > 0) for (const item of value) buffersOf(item, found);
  } else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) buffersOf(item, found);
  return found;
}
