/** Looks at the files of all views, several at a time, but not again at those that an earlier check has seen as they are now. */
import type { DataCheck } from '../../protocol/dataCheck';
import { paced, type Task } from '../../protocol/task';
import type { View } from '../model';
import { type KeptLooks, lookedAt, lookKey } from './keptLooks';
import type { Look, LookedAt } from './look';

/** What is read is written down this often: a process that is killed loses no more. */
const SAVE_MS = 60_000;

/** Who looks at files. */
export interface Lookers {
  /** A look by this process, or by one of several threads. */
  look(view: LookedAt, signal: AbortSignal): Promise<{ look: Look; thumbnail?: Uint8Array }>;
  /** Looks under way at a time. */
  atOnce: number;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface LookOptions extends Omit<Lookers, 'close'> {
  kept: KeptLooks;
  /** Reads every file, whatever is kept. */
  again: boolean;
}

export type Looks = Map<string, { look: Look; thumbnail?: string }>;

/** Looks by view id. What was found until an abort is kept; rejects with the signal's reason then. */
export async function lookAtAll(
  views: readonly View[],
  { kept, again, look, atOnce }: LookOptions,
  task: Task,
): Promise<{ looks: Looks; reading: DataCheck['reading'] }> {
  const start = Date.now();
  const progress = paced('check', views.length, task);
  const looks: Looks = new Map();
  const reading = { read: 0, kept: 0, failed: 0, seconds: 0 };
  let saved = start;
  let next = 0;
  let broken: unknown;
  const oneAfterAnother = async () => {
    while (next < views.length && broken === undefined && !task.signal.aborted) {
      const view = views[next++];
      const known = lookedAt(view);
      const key = await lookKey(known);
      const earlier = again || key === undefined ? undefined : await kept.find(key);
      let found = earlier;
      if (!found) {
        const { look: fresh, thumbnail } = await look(known, task.signal);
        found = key === undefined ? { look: fresh } : await kept.put(key, fresh, thumbnail);
      }
      looks.set(view.id, found);
      if (earlier) reading.kept++;
      else reading.read++;
      if (found.look.problem) reading.failed++;
      progress(looks.size, `${looks.size} of ${views.length} views, ${reading.failed} that cannot be read`);
      if (Date.now() - saved < SAVE_MS) continue;
      saved = Date.now();
      await kept.save();
    }
  };
  const lanes = Array.from({ length: atOnce }, () =>
    oneAfterAnother().catch((error: unknown) => {
      broken ??= error;
    }),
  );
  await Promise.all(lanes);
  if (broken !== undefined || task.signal.aborted) {
    await kept.save();
    task.signal.throwIfAborted();
    throw broken;
  }
  await kept.finish();
  reading.seconds = (Date.now() - start) / 1000;
  return { looks, reading };
}
