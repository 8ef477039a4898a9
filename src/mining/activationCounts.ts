/** How strongly units answer to patches of each label: counted from the table of maxima, a block of rows at a time. */
import { AMBIGUOUS, type Patch } from '../patches/patch';
import type { ActivationCounts } from '../protocol/mining';
import type { UnitIndex } from '../protocol/unit';
import { npyBlocks } from './npy';

const BINS = 32;

/**
 * @param file table [patches, units] of largest activations
 * @param lowest and highest [units] of the table's columns
 * @returns counts of each of `units`, in 32 bins from its lowest value, or zero where that is lower, to its highest
 */
export async function countActivations(
  file: string,
  {
    units,
    patches,
    classes,
    lowest,
    highest,
  }: {
    units: readonly UnitIndex[];
    patches: readonly Pick<Patch, 'label'>[];
    classes: readonly string[];
    lowest: Float32Array;
    highest: Float32Array;
  },
): Promise<Map<UnitIndex, ActivationCounts>> {
  const from = (unit: UnitIndex) => Math.min(0, lowest[unit]);
  const step = (unit: UnitIndex) => (highest[unit] - from(unit)) / BINS || 1;
  // [units, labels, bins]; the last label is ambiguous.
  const labels = classes.length + 1;
  const counts = new Uint32Array(units.length * labels * BINS);
  for await (const { row, columns, values } of npyBlocks(file))
    for (let r = 0; r * columns < values.length; r++) {
      const label = patches[row + r].label === AMBIGUOUS ? classes.length : patches[row + r].label;
      for (const [i, unit] of units.entries()) {
        const bin = Math.min(BINS - 1, Math.floor((values[r * columns + unit] - from(unit)) / step(unit)));
        counts[(i * labels + label) * BINS + bin]++;
      }
    }
  const rounded = (value: number) => Number(value.toPrecision(7));
  return new Map(
    units.map((unit, i) => {
      const edges = Array.from({ length: BINS + 1 }, (_, bin) => rounded(from(unit) + bin * step(unit)));
      const of = (label: number) => Array.from(counts.subarray((i * labels + label) * BINS, (i * labels + label + 1) * BINS));
      const names = [...classes, 'ambiguous'];
      return [unit, { edges, counts: Object.fromEntries(names.map((name, label) => [name, of(label)])) }] as const;
    }),
  );
}
