/** What a thread of the pool is asked to do, by kind: a line each. A job's task and result are plain values; the arrays of a result move, nothing is copied. */
import { look } from '../dataset/check/look';
import { cutView } from '../patches/cut';

export const pixelJobs = {
  /** A view to its patches. */
  cut: cutView,
  /** A view's file to what a check finds in it. */
  look,
} satisfies Record<string, (task: never) => Promise<object>>;

type Jobs = typeof pixelJobs;
export type JobKind = keyof Jobs;
/** `{ kind: 'cut', view, part, config }` and such. */
export type PixelJob<K extends JobKind = JobKind> = K extends JobKind ? { kind: K } & Parameters<Jobs[K]>[0] : never;
export type JobResult<K extends JobKind> = Awaited<ReturnType<Jobs[K]>>;
