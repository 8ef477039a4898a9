/** What the description field offers while typing: words given before, then the lexicon's, each with what it says of category and terms. */
import type { Answer, BiradsCategory, Lexicon } from '../../src/protocol/annotation';
import { plainTerm } from '../shared/wording';

export interface Completion {
  text: string;
  category?: BiradsCategory;
  terms: string[];
  /** Where it is from: `yours`, `experts` (in consensus, where they may be seen), or the lexicon's group. */
  source: string;
}

/** At most so many are offered at once. */
const MOST = 8;

/** Everything that can be offered, most used first; `mine` are this expert's answers, `others` those that may be seen beside them. */
export function completionsOf(lexicon: Lexicon, mine: readonly Answer[], others: readonly Answer[] = []): Completion[] {
  const all = [...given(mine, 'yours'), ...given(others, 'experts'), ...lexicon.categories.flatMap(phrases)];
  return [...new Map(all.toReversed().map((c) => [c.text.toLowerCase(), c])).values()].reverse();
}

/**
 * The offers for what was typed: every word of it must begin a word of theirs. Those that begin as a whole with it come first. Nothing is
 * offered for no word, nor for what is there already.
 */
export function matching(completions: readonly Completion[], typed: string): Completion[] {
  const words = wordsOf(typed);
  if (words.length === 0) return [];
  const whole = words.join(' ');
  const fit = completions.filter(({ text }) => {
    const own = wordsOf(text);
    return own.join(' ') !== whole && words.every((word) => own.some((o) => o.startsWith(word)));
  });
  const begins = ({ text }: Completion) => Number(wordsOf(text).join(' ').startsWith(whole));
  return fit.toSorted((a, b) => begins(b) - begins(a)).slice(0, MOST);
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function given(answers: readonly Answer[], source: string): Completion[] {
  const uses = new Map<string, Completion & { count: number }>();
  for (const { description, category, terms } of answers.flatMap((a) => a.phenomena)) {
    const known = uses.get(description);
    if (known) known.count++;
    else if (description !== '') uses.set(description, { text: description, category, terms, source, count: 1 });
  }
  return [...uses.values()].sort((a, b) => b.count - a.count).map(({ count: _, ...completion }) => completion);
}

/** A term as one would write it: `mass with spiculated margins`, `vascular calcification`. */
function phrases({ category, groups }: Lexicon['categories'][number]): Completion[] {
  return groups.flatMap(({ name, terms }) =>
    terms.map((term) => ({ text: phrase(category, name, plainTerm(term)), category, terms: [term], source: plainTerm(name) })),
  );
}

function phrase(category: BiradsCategory, group: string, term: string): string {
  if (category === 'mass') return /MARGIN/i.test(group) ? `mass with ${term} margins` : `${term} mass`;
  return category === 'calcification' ? `${term} calcification` : term;
}
