/** Works on a run as its one process: under its lock, with its progress on disk, stopped by a cancel request from whatever window or terminal. */
import { cancelRequested, forgetCancel } from '../project/cancelRequest';
import { type HeldLock, takeLock } from '../project/runLock';
import { recordProgress } from '../project/runProgress';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';

const LOOK_MS = 500;
const BEAT_MS = 2000;

export interface HoldOptions {
  /** The process exists for this run alone, and may be killed with it. */
  detached: boolean;
  /** Called once the work has begun to end, with the lock still held: the place to note how. */
  ended(error: unknown, cancelled: boolean): Promise<void>;
}

/**
 * Runs `work` with a task of its own. Throws what the work throws, the abort reason when it was cancelled, and ProblemError `run.running` when
 * another process has the run. A process that finds its lock taken by another stops without a word in the run's files.
 */
export async function holdRun<T>(runDir: string, outer: Task, options: HoldOptions, work: (task: Task) => Promise<T>): Promise<T> {
  const held = await takeLock(runDir, options.detached);
  const abort = new AbortController();
  const cancel = (): void => abort.abort(outer.signal.reason);
  outer.signal.addEventListener('abort', cancel, { once: true });
  if (outer.signal.aborted) cancel();
  const record = recordProgress(runDir, outer.log);
  const task: Task = {
    signal: abort.signal,
    log: outer.log,
    progress(progress) {
      record.progress(progress);
      outer.progress(progress);
    },
  };
  const watch = watchRun(runDir, held, abort);
  let lost = false;
  try {
    const result = await work(task);
    await options.ended(undefined, false);
    return result;
  } catch (error) {
    lost = abort.signal.reason instanceof LockLost;
    if (lost) throw lockLost(runDir);
    await options.ended(error, abort.signal.aborted);
    throw error;
  } finally {
    watch.stop();
    outer.signal.removeEventListener('abort', cancel);
    // A lost run's files are another's.
    if (!lost) {
      await record.close().catch(() => undefined);
      await forgetCancel(runDir).catch(() => undefined);
    }
    await held.release();
  }
}

class LockLost extends Error {}

/** Aborts on a cancel request, or when the lock is no longer this process'. */
function watchRun(runDir: string, held: HeldLock, abort: AbortController): { stop(): void } {
  let beaten = Date.now();
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || abort.signal.aborted) return;
    looking = true;
    try {
      if (await cancelRequested(runDir, held.lock.token)) abort.abort(new DOMException('Cancelled.', 'AbortError'));
      if (Date.now() - beaten < BEAT_MS) return;
      beaten = Date.now();
      if (!(await held.beat())) abort.abort(new LockLost());
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return { stop: () => clearInterval(timer) };
}

function lockLost(runDir: string): ProblemError {
  return new ProblemError({
    code: 'run.lockLost',
    file: runDir,
    found: 'a run that another process has taken over, or whose lock was deleted',
    expected: 'the lock that this process took',
    remedy: 'This process has stopped. Finished epochs are kept; follow the run with "deepminer follow", or resume it.',
  });
}
