/** Training that runs away: loss or weights are no longer finite numbers. */
import { ProblemError } from '../protocol/problem';

/** Thrown where it is noticed; whoever trains says what follows from it. */
export class Diverged extends Error {
  override name = 'Diverged';
  /** @param found what was not finite, e.g. `a loss that is not a finite number` */
  constructor(readonly found: string) {
    super(found);
  }
}

/** What a person is told. `lastGood`: absolute path of the last state with finite numbers. */
export function divergedProblem(
  { found }: Diverged,
  { epoch, learningRate, lastGood }: { epoch: number; learningRate: number; lastGood?: string },
): ProblemError {
  return new ProblemError({
    code: 'training.diverged',
    file: lastGood,
    found: `${found} in epoch ${epoch}, at learning rate ${learningRate}`,
    expected: 'a finite loss and finite weights',
    remedy: lastGood
      ? `Go on with a smaller learning rate: "deepminer train --resume --learning-rate ${Number((learningRate / 10).toPrecision(3))}". The last good state is ${lastGood}.`
      : 'Train again with a smaller learning rate. There is no checkpoint yet.',
  });
}
