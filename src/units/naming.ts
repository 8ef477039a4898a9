/** What a unit is called: by experts, and by the concepts it was measured to answer to. */
import { namedUnits } from '../annotation/named';
import type { Answer } from '../protocol/annotation';
import type { ConceptReport } from '../protocol/concepts';
import { parseUnitId, type UnitId } from '../protocol/unit';
import type { UnitNaming } from '../protocol/units';
import { conceptsOf } from './measured';

/**
 * The naming of any unit, from the latest answers to its network. An expert who called a unit recognizable without a word of what it
 * shows neither named it nor recognized nothing.
 */
export function namingBy(answers: readonly Answer[], report: ConceptReport | undefined): (unit: UnitId) => UnitNaming {
  const names = namedUnits(answers);
  const unrecognized = new Map<number, string[]>();
  for (const { unit, expert, recognizable } of answers)
    if (!recognizable) unrecognized.set(parseUnitId(unit), [...(unrecognized.get(parseUnitId(unit)) ?? []), expert]);
  return (unit) => ({
    annotations: names.get(parseUnitId(unit)) ?? [],
    unrecognized: unrecognized.get(parseUnitId(unit)) ?? [],
    concepts: conceptsOf(report, unit),
  });
}
