/** Two pieces of one task at the same time. */
import type { Progress, Task } from './task';

/**
 * Runs both and waits for both; when one fails the other is stopped, and the first failure is thrown once neither runs any more. People
 * are told of the first piece; of the second, which is the shorter by far, only once the first is done.
 */
export async function sideBySide<A, B>(task: Task, first: (task: Task) => Promise<A>, second: (task: Task) => Promise<B>): Promise<[A, B]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([task.signal, stop.signal]);
  let firstDone = false;
  let held: Progress | undefined;
  const ofSecond = (progress: Progress): void => {
    if (firstDone) task.progress(progress);
    else held = progress;
  };
  const stopOther = (error: unknown): never => {
    stop.abort(error);
    throw error;
  };
  const log: Task['log'] = (level, message) => task.log(level, message);
  const running = [
    first({ signal, log, progress: (p) => task.progress(p) })
      .then((result) => {
        firstDone = true;
        if (held) task.progress(held);
        return result;
      })
      .catch(stopOther),
    second({ signal, log, progress: ofSecond }).catch(stopOther),
  ] as const;
  const [a, b] = await Promise.allSettled(running);
  if (a.status === 'fulfilled' && b.status === 'fulfilled') return [a.value, b.value];
  throw stop.signal.reason;
}
