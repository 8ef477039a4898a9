/** A device that is gone in the middle of a training: which, and where the run goes on. */
import { isDeviceLost } from '../network/failure';
import { ProblemError } from '../protocol/problem';

/** A device's loss with the run's way on; every other error as it is. `lastGood` is the last state that is whole, if there is one. */
export function withWayOn(error: unknown, lastGood: string | undefined): unknown {
  if (!isDeviceLost(error) || !(error instanceof ProblemError)) return error;
  const state = lastGood ? `The last good state is ${lastGood}` : 'There is no state of this run yet';
  return new ProblemError({
    ...error.problem,
    file: lastGood,
    remedy: `${state}: "deepminer train --resume" goes on from there, with "--device cpu" or another device if this one does not come back. Equal numbers come from the same device and number of threads alone.`,
  });
}
