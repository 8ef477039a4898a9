/** Looking up what a unit is called, where not finding it is an error: the published study passed misses over, and lost 21 of 46 labels. */
import { parseUnitId, type UnitIndex } from '../../protocol/unit';

/**
 * The label of a unit in any of its spellings, `unit_4` or `unit_0004`. Throws RangeError where the text names no unit, and where the unit has no
 * label: nothing is passed over.
 */
export function labelOf<Label>(labels: ReadonlyMap<UnitIndex, Label>, unit: string): Label {
  const index = parseUnitId(unit);
  if (!labels.has(index)) throw new RangeError(`${unit} has no label; ${labels.size} units have one.`);
  return labels.get(index)!;
}
