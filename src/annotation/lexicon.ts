/** The BI-RADS lexicon as DDSM writes it, with the words of normal tissue beside it: what experts choose terms from. */
import { distribution, margins, shape, type } from '../dataset/ddsm/keywords';
import type { BiradsCategory, Lexicon } from '../protocol/annotation';
import { type Phrase, phrases, spellings } from './synonyms';

/** Category -> group -> terms. A term stands in one place only. */
export const lexicon: Lexicon = {
  categories: [
    {
      category: 'mass',
      groups: [
        { name: 'SHAPE', terms: [...shape] },
        { name: 'MARGINS', terms: [...margins] },
      ],
    },
    {
      category: 'calcification',
      groups: [
        { name: 'TYPE', terms: [...type] },
        { name: 'DISTRIBUTION', terms: [...distribution] },
      ],
    },
    {
      category: 'other',
      groups: [
        {
          name: 'ASSOCIATED',
          terms: ['SKIN_THICKENING', 'SKIN_RETRACTION', 'NIPPLE_RETRACTION', 'TRABECULAR_THICKENING', 'AXILLARY_ADENOPATHY'],
        },
      ],
    },
    {
      category: 'normal tissue',
      groups: [
        {
          name: 'TISSUE',
          terms: ['DENSE_TISSUE', 'FATTY_TISSUE', 'PECTORAL_MUSCLE', 'VESSEL', 'SKIN_LINE', 'NIPPLE', 'INFRAMAMMARY_FOLD', 'CHEST_WALL'],
        },
      ],
    },
  ],
};

export interface TermPlace {
  category: BiradsCategory;
  group: string;
}

const places = new Map<string, TermPlace>(
  lexicon.categories.flatMap(({ category, groups }) =>
    groups.flatMap(({ name, terms }) => terms.map((term): [string, TermPlace] => [term, { category, group: name }])),
  ),
);

/** Category and group of a term in any of its spellings; undefined for a word outside the lexicon. */
export function placeOf(term: string): TermPlace | undefined {
  return places.get(canonicalTerm(term));
}

/** One spelling for a term: `lucent-centered`, `LUCENT_CENTERED` and `LUCENT_CENTER` are the same. */
export function canonicalTerm(term: string): string {
  const word = term
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  return spellings.get(word) ?? word;
}

export interface TermsInText {
  /** Lexicon terms, in the order of the lexicon. */
  terms: string[];
  /** Categories that are named, by a term or by a word such as `mass`; in the order of the lexicon. */
  categories: BiradsCategory[];
}

/**
 * Lexicon terms and categories in free words: `edge of a mass with smooth edges` names the category mass and the term
 * CIRCUMSCRIBED. A phrase right after `no`, `not` or `without` is passed over. Longer phrases are read first and their
 * words not again: `fine linear branching` is not also LINEAR, `calcified vessels` no normal VESSEL.
 */
export function termsIn(text: string): TermsInText {
  let words = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replaceAll(' ', '  ')} `;
  const terms = new Set<string>();
  const categories = new Set<BiradsCategory>();
  for (const { expression, named, spoken } of readings)
    words = words.replace(expression, () => {
      for (const term of named) {
        terms.add(term);
        categories.add(places.get(term)!.category);
      }
      for (const category of spoken) categories.add(category);
      return ' / ';
    });
  return {
    terms: [...places.keys()].filter((term) => terms.has(term)),
    categories: lexicon.categories.map((c) => c.category).filter((c) => categories.has(c)),
  };
}

interface Reading {
  expression: RegExp;
  named: readonly string[];
  spoken: readonly BiradsCategory[];
}

/** Terms of several words, then phrases that name terms, then terms of one word, then words for a category alone. */
const readings: Reading[] = [
  ...[...places.keys()].filter((t) => t.includes('_')).map((t) => reading({ pattern: t.toLowerCase().replaceAll('_', ' '), terms: [t] })),
  ...phrases.filter((p) => p.terms).map(reading),
  // `skin` alone is the skin, not the calcification TYPE of that name.
  ...[...places.keys()].filter((t) => !t.includes('_') && t !== 'SKIN').map((t) => reading({ pattern: t.toLowerCase(), terms: [t] })),
  ...phrases.filter((p) => !p.terms).map(reading),
];

/** Words stand between two blanks each, so that neighbouring phrases do not take each other's. */
function reading({ pattern, terms = [], categories = [] }: Phrase): Reading {
  const spaced = pattern.replaceAll(' ', ' {1,2}');
  return { expression: new RegExp(`(?<! (?:no|not|non|without) (?: an? )?) (?:${spaced}) `, 'g'), named: terms, spoken: categories };
}
