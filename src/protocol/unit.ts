/**
 * Names of units. Inside the code a unit is a 0-based index; people and files read `unit_0004`, 1-based with four
 * digits. The two are different types on purpose: mixing them hid 21 of the 46 published labels.
 */
export type UnitIndex = number & { readonly __brand: 'UnitIndex' };
export type UnitId = string & { readonly __brand: 'UnitId' };

/** Marks a 0-based channel number as a unit index. Throws RangeError when it is not a whole number >= 0. */
export function unitIndex(channel: number): UnitIndex {
  if (!Number.isInteger(channel) || channel < 0) throw new RangeError(`A unit index is a whole number from 0, found ${channel}.`);
  return channel as UnitIndex;
}

/** The name people read: index 3 is `unit_0004`. */
export function unitId(index: UnitIndex): UnitId {
  return `unit_${String(index + 1).padStart(4, '0')}` as UnitId;
}

/** Reads `unit_0004` or `unit_4` (1-based) back to its index. Throws RangeError on anything else: a look-up never fails silently. */
export function parseUnitId(text: string): UnitIndex {
  const match = /^unit_0*([1-9]\d*)$/.exec(text.trim());
  if (!match) throw new RangeError(`A unit is written unit_0001 (counted from 1), found "${text}".`);
  return (Number(match[1]) - 1) as UnitIndex;
}
