/** The kind of an answer as a small square: colour and letter (both of the style sheet: the letter is no text to be read aloud); hatched where nothing was recognizable. */
import type { AnswerKind } from '../../src/protocol/surveyResults';
import { KINDS } from './answerWords';

export function AnswerChip({ kind }: { kind: AnswerKind }) {
  return <span class={`chip chip-${KINDS[kind].look}`} aria-hidden="true" />;
}
