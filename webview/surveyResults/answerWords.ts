/** An answer on the page: a letter and a class for its kind, and the sentence that tells the rest. */
import type { AnswerKind, ResultAnswer } from '../../src/protocol/surveyResults';
import { ASSOCIATIONS, CATEGORIES } from '../shared/wording';

/** In the order of the key. Letters tell kinds apart where colours do not. */
export const KINDS: Record<AnswerKind, { glyph: string; look: string; text: string }> = {
  mass: { glyph: 'M', look: 'mass', text: CATEGORIES.mass },
  calcification: { glyph: 'C', look: 'calcification', text: CATEGORIES.calcification },
  other: { glyph: 'O', look: 'other', text: CATEGORIES.other },
  'normal tissue': { glyph: 'N', look: 'tissue', text: CATEGORIES['normal tissue'] },
  uncategorised: { glyph: '?', look: 'uncategorised', text: 'No category' },
  'not recognizable': { glyph: '', look: 'nothing', text: 'Not recognizable' },
};

/** What stands behind the kind in a wide cell. */
export function shortWords({ kind, words }: ResultAnswer): string {
  if (kind === 'not recognizable') return '';
  return words || 'no words';
}

/** `Mass: spiculated mass (malignant, 32 s)`. */
export function answerSentence({ kind, words, association, seconds }: ResultAnswer): string {
  const said = association && ASSOCIATIONS.find(({ value }) => value === association)?.text.toLowerCase();
  const beside = [said, seconds > 0 ? `${Math.round(seconds)} s` : undefined].filter(Boolean).join(', ');
  const what = kind === 'not recognizable' ? KINDS[kind].text : `${KINDS[kind].text}: ${words || 'no words'}`;
  return beside ? `${what} (${beside})` : what;
}
