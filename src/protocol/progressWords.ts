/** Progress as people say it: `train, 40 %, 12 min left`. */
import type { Progress } from './task';

export const percent = ({ done, total }: Progress): string => (total > 0 ? `${Math.floor((100 * done) / total)} %` : '');

/** Seconds as people say them: `40 s left`, `12 min left`, `2 h 5 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** What is being done, how far it is, how long it still takes. */
export function progressLine(progress: Progress): string {
  const { message, stage, secondsLeft } = progress;
  return [message ?? stage, percent(progress), secondsLeft === undefined ? '' : timeLeft(secondsLeft)].filter(Boolean).join(', ');
}
