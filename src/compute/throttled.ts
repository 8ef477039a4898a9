/** Progress as it is sent to another process: a training step takes milliseconds, a person reads seconds. */
import type { Progress } from '../protocol/task';

const PROGRESS_INTERVAL_MS = 100;

/** Passes the first report of a stage, its last, and between them one each interval. */
export function throttled(send: (progress: Progress) => void): (progress: Progress) => void {
  let last = 0;
  let stage = '';
  return (progress) => {
    const now = Date.now();
    if (progress.stage === stage && progress.done < progress.total && now - last < PROGRESS_INTERVAL_MS) return;
    last = now;
    stage = progress.stage;
    send(progress);
  };
}
