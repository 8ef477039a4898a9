/** An answer on the page: the look of its kind, and the sentence that tells the rest. */
import type { AnswerKind, ResultAnswer } from '../../src/protocol/surveyResults';
import { ASSOCIATIONS, CATEGORIES } from '../shared/wording';

/** In the order of the key. */
export const KINDS: Record<AnswerKind, { look: string; text: string }> = {
  mass: { look: 'mass', text: CATEGORIES.mass },
  calcification: { look: 'calcification', text: CATEGORIES.calcification },
  other: { look: 'other', text: CATEGORIES.other },
  'normal tissue': { look: 'tissue', text: CATEGORIES['normal tissue'] },
  uncategorised: { look: 'uncategorised', text: 'No category' },
  'not recognizable': { look: 'nothing', text: 'Not recognizable' },
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
