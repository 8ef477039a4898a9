/** The kind of an answer as a small square: colour and letter; hatched where nothing was recognizable. */
import type { AnswerKind } from '../../src/protocol/surveyResults';
import { KINDS } from './answerWords';

export function AnswerChip({ kind }: { kind: AnswerKind }) {
  const { glyph, look } = KINDS[kind];
  return (
    <span class={`chip chip-${look}`} aria-hidden="true">
      {glyph}
    </span>
  );
}
