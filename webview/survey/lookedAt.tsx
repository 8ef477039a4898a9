/** In the place of the questions where no answer is taken: why, and what was answered. */
import type { Answer } from '../../src/protocol/annotation';
import { StandingAnswers } from './standingAnswers';

interface Props {
  /** A sentence. */
  why: string;
  /** Everybody's, to the unit that is shown. */
  answers: readonly Answer[];
}

export function LookedAt({ why, answers }: Props) {
  return (
    <>
      <p class="looked-at" role="note">
        {why}
      </p>
      <StandingAnswers title={answers.length === 0 ? 'Nobody has answered yet' : 'Answers'} words="" answers={answers} />
    </>
  );
}
