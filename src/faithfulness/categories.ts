/** Which findings a named unit is counted against: those of the categories that experts gave it. */
import { termsIn } from '../annotation/lexicon';
import type { UnitName } from '../annotation/named';
import type { BiradsCategory, Phenomenon } from '../protocol/annotation';
import type { Finding } from '../protocol/finding';

/** All categories that experts chose, or where none was chosen those that their words name; in the order they were given. */
export function categoriesOf(names: readonly UnitName[]): BiradsCategory[] {
  return [...new Set(names.flatMap(({ phenomena }) => phenomena.flatMap(categoriesSaid)))];
}

function categoriesSaid({ category, description, terms }: Phenomenon): BiradsCategory[] {
  return category ? [category] : termsIn([description, ...terms].join(', ')).categories;
}

/**
 * Findings that a unit of these categories should point at. A unit without any category is counted against every finding; one that is named
 * as normal tissue alone, against none.
 */
export function findingsOf(categories: readonly BiradsCategory[], findings: readonly Finding[]): Finding[] {
  if (categories.length === 0) return [...findings];
  return findings.filter(({ lesions }) => lesions.some((lesion) => categories.includes(lesion.kind)));
}
