/** What the description field offers while typing: this expert's own words first, then the lexicon's. */
import type { Answer, Lexicon } from '../../src/protocol/annotation';
import { plainTerm } from '../shared/wording';

/** Descriptions given before (most used first), then every lexicon term with its category, each once. */
export function suggestionsOf(lexicon: Lexicon, answers: Record<string, Answer>): string[] {
  const uses = new Map<string, number>();
  for (const answer of Object.values(answers))
    for (const { description } of answer.phenomena) uses.set(description, (uses.get(description) ?? 0) + 1);
  const own = [...uses].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  return [...new Set([...own, ...lexicon.categories.flatMap(phrases)])];
}

/** A term as one would write it: `mass with spiculated margins`, `vascular calcification`. */
function phrases({ category, groups }: Lexicon['categories'][number]): string[] {
  return groups.flatMap(({ name, terms }) =>
    terms.map((term) => {
      if (category === 'mass') return /MARGIN/i.test(name) ? `mass with ${plainTerm(term)} margins` : `${plainTerm(term)} mass`;
      if (category === 'calcification') return `${plainTerm(term)} calcification`;
      return plainTerm(term);
    }),
  );
}
