/** The units that experts have named: what an explanation can say of a unit. */
import type { Answer, Phenomenon } from '../protocol/annotation';
import { parseUnitId, type UnitIndex } from '../protocol/unit';

/** One expert's words for a unit. */
export interface UnitName {
  expert: string;
  phenomena: Phenomenon[];
}

/**
 * Names by unit index, from the latest answers to one network. A unit that nobody recognizes, or that was called
 * recognizable without a word of what it shows, has no name. Throws RangeError on a malformed unit: no look-up fails silently.
 */
export function namedUnits(answers: readonly Answer[]): Map<UnitIndex, UnitName[]> {
  const names = new Map<UnitIndex, UnitName[]>();
  for (const { unit, expert, recognizable, phenomena } of answers) {
    const index = parseUnitId(unit);
    const said = phenomena.filter((p) => p.description.trim() !== '' || p.terms.length > 0);
    if (!recognizable || said.length === 0) continue;
    names.set(index, [...(names.get(index) ?? []), { expert, phenomena: said }]);
  }
  return names;
}

/** A phenomenon in words: its description, or its terms where the expert only chose terms. */
export function phenomenonWords({ description, terms }: Phenomenon): string {
  return description.trim().replace(/\s+/g, ' ') || terms.join(', ').toLowerCase().replaceAll('_', ' ');
}
