/** Many files read side by side, so that one's waiting is another's reading. */
import { paced, type Task } from '../protocol/task';

/** What `work` makes of each item, in their order, `atOnce` at a time. Throws what it throws, and the signal's reason on abort. */
export async function together<T, R>(
  items: readonly T[],
  atOnce: number,
  stage: string,
  task: Task,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const progress = paced(stage, items.length, task);
  const results = new Array<R>(items.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      task.signal.throwIfAborted();
      const index = next++;
      results[index] = await work(items[index], index);
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
