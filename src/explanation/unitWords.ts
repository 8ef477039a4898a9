/** Units in words: all of a unit's names in a caption, its leading one in a sentence, units of the same leading name together. */
import { phenomenonWords } from '../annotation/named';
import type { UnitEvidence } from '../protocol/explanation';

/** Names that a caption spells out. */
const MOST_NAMES = 2;
/** Letters of a name in a sentence; experts may write paragraphs. */
const LONGEST = 90;

type Annotated = Pick<UnitEvidence, 'annotations' | 'unit'>;

/** What experts call a unit, in one line: `irregular mass with spiculated margins / dense tissue / 1 more`; empty when it has no name. */
export function captionOf({ annotations }: Pick<UnitEvidence, 'annotations'>): string {
  const names = namesOf({ annotations });
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(' / ');
}

/** The first expert's first word for a unit, short enough for a sentence. Its id where it has no name. */
export function leadingName({ annotations, unit }: Annotated): string {
  const [first = unit] = namesOf({ annotations });
  return first.length > LONGEST ? `${first.slice(0, LONGEST).trimEnd()} …` : first;
}

/** Units whose leading name is the same, in the order of the first of each. */
export function byLeadingName<T extends Annotated>(units: readonly T[]): { name: string; units: T[] }[] {
  const groups = new Map<string, T[]>();
  for (const unit of units) groups.set(leadingName(unit), [...(groups.get(leadingName(unit)) ?? []), unit]);
  return [...groups].map(([name, members]) => ({ name, units: members }));
}

/** `round mass with circumscribed margins [unit_0008, unit_0054]`. */
export function groupWords({ name, units }: { name: string; units: readonly Annotated[] }): string {
  return `${name} [${units.map((u) => u.unit).join(', ')}]`;
}

/** Whether experts call the unit by more than its leading name. */
export function hasFurtherNames(unit: Pick<UnitEvidence, 'annotations'>): boolean {
  return namesOf(unit).length > 1;
}

/** Each name once, without the stops that it may begin and end with; one without a letter or a digit is none. */
export function namesOf({ annotations }: Pick<UnitEvidence, 'annotations'>): string[] {
  const said = annotations.flatMap((a) => a.phenomena.map((p) => phenomenonWords(p).replace(/^[\s.,;:()]+|[\s.,;:(]+$/gu, '')));
  return [...new Set(said.filter((name) => /[\p{L}\p{N}]/u.test(name)))];
}

/** `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
