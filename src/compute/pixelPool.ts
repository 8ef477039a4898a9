/** Threads that read pixels: decoding and cutting are bound by the processor, and views know nothing of each other. */
import { setMaxListeners } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { ProblemError } from '../protocol/problem';
import { startThread } from './ownEntry';
import type { JobKind, JobResult, PixelJob } from './pixelJobs';
import type { WorkerAnswer } from './pixelWorker';

/** A job whose thread ends is tried once more: where memory was short, it may suffice now. */
const ATTEMPTS = 2;

/** The thread ended in the midst of the job: out of memory, or a crash. */
export class ThreadEnded extends Error {}

/** No thread could be started at all. */
export class NoThread extends Error {}

interface Call {
  job: PixelJob;
  attempts: number;
  resolve(result: object): void;
  reject(error: unknown): void;
}

/** `size` threads, which start as they are needed and end with close(). */
export class PixelPool {
  private readonly threads = new Set<Thread>();
  private readonly idle: Thread[] = [];
  private readonly waiting: Call[] = [];
  private closed = false;

  constructor(
    readonly size: number,
    private readonly start: () => Worker = () => startThread('pixelWorker'),
  ) {}

  /**
   * The job's result, in its turn. Rejects with the signal's reason at once on abort, a thread that is at it goes on to its end unheard; with the
   * job's own ProblemError; with ThreadEnded when its thread ends twice; with NoThread when none can be started.
   */
  run<K extends JobKind>(job: PixelJob<K>, signal: AbortSignal): Promise<JobResult<K>> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.closed) throw new NoThread('The pool is closed.');
      const abort = () => {
        const place = this.waiting.indexOf(call);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(signal.reason);
      };
      const leave = () => signal.removeEventListener('abort', abort);
      const call: Call = {
        job,
        attempts: 0,
        resolve: (result) => {
          leave();
          resolve(result as JobResult<K>);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      // A listener a job is no leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.push(call);
      this.next();
    });
  }

  /** Ends all threads, wherever they are; what still waits is rejected. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new NoThread('The pool is closed.'));
    await Promise.all([...this.threads].map((thread) => thread.end()));
  }

  /** Gives waiting jobs to idle threads, and to new ones as long as there may be more. */
  private next(): void {
    while (this.waiting.length > 0) {
      const thread = this.idle.pop() ?? (this.threads.size < this.size ? this.started() : undefined);
      if (!thread) return;
      thread.take(this.waiting.shift()!);
    }
  }

  private started(): Thread {
    const thread: Thread = new Thread(
      this.start(),
      () => {
        this.idle.push(thread);
        this.next();
      },
      (call, error) => this.ended(thread, call, error),
    );
    this.threads.add(thread);
    return thread;
  }

  private ended(thread: Thread, call: Call | undefined, error: Error): void {
    this.threads.delete(thread);
    const place = this.idle.indexOf(thread);
    if (place >= 0) this.idle.splice(place, 1);
    if (call) {
      if (!thread.ready) call.reject(new NoThread(error.message, { cause: error }));
      else if (++call.attempts < ATTEMPTS && !this.closed) this.waiting.unshift(call);
      else call.reject(new ThreadEnded(error.message, { cause: error }));
    }
    if (!this.closed) this.next();
  }
}

/** One thread and the job that it is at. */
class Thread {
  ready = false;
  private call: Call | undefined;
  private gone = false;

  constructor(
    private readonly worker: Worker,
    private readonly onIdle: () => void,
    private readonly onEnd: (call: Call | undefined, error: Error) => void,
  ) {
    // Only a job keeps the process going.
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => this.settle(answer));
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', () => this.fail(new Error('the thread that read it has ended')));
  }

  take(call: Call): void {
    this.call = call;
    this.worker.ref();
    this.worker.postMessage(call.job);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(answer: WorkerAnswer): void {
    if ('ready' in answer) {
      this.ready = true;
      return;
    }
    const { call } = this;
    this.call = undefined;
    this.worker.unref();
    if ('result' in answer) call?.resolve(answer.result);
    else call?.reject('problem' in answer ? new ProblemError(answer.problem) : new Error(answer.error));
    this.onIdle();
  }

  private fail(error: Error): void {
    if (this.gone) return;
    this.gone = true;
    const { call } = this;
    this.call = undefined;
    this.onEnd(call, error);
  }
}
