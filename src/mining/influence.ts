/** Influence of units: influence(unit, image, class) = largest activation on the image x weight[class, unit] (paper, section 2.3). */
import { ProblemError } from '../protocol/problem';
import { type UnitId, type UnitIndex, unitId, unitIndex } from '../protocol/unit';

/**
 * Largest value of every map and the cell where it is (the first one among equals).
 * @param features [images, units, cells]
 * @param maxima receives [images, units]
 * @param cells receives [images, units], index row x width + column
 * @param inside [cells] 1 where a cell counts; absent, or 0 everywhere: all count
 * @param name what an image is called in a message
 * Throws ProblemError when an activation is not a number: a network with broken weights has no influential units.
 */
export function mapMaxima(
  features: Float32Array,
  cellsPerMap: number,
  maxima: Float32Array,
  cells: Int32Array,
  inside?: Uint8Array,
  name: { units: number; image: (image: number) => string } = { units: maxima.length, image: () => 'this image' },
): void {
  const first = Math.max(0, inside?.indexOf(1) ?? 0);
  const all = inside?.[first] !== 1;
  const maps = features.length / cellsPerMap;
  for (let map = 0; map < maps; map++) {
    const start = map * cellsPerMap;
    let best = features[start + first];
    let at = first;
    for (let i = first + 1; i < cellsPerMap && !Number.isNaN(best); i++) {
      if (!all && inside?.[i] !== 1) continue;
      const value = features[start + i];
      // A NaN fails every comparison: it is taken, and stays for the check below.
      if (!(value <= best)) {
        best = value;
        at = i;
      }
    }
    if (!Number.isFinite(best)) throw notFinite(unitId(unitIndex(map % name.units)), name.image(Math.floor(map / name.units)));
    maxima[map] = best;
    cells[map] = at;
  }
}

function notFinite(unit: UnitId, image: string): ProblemError {
  return new ProblemError({
    code: 'mining.activation.notFinite',
    found: `an activation of ${unit} on ${image} that is not a finite number`,
    expected: 'finite activations from every unit',
    remedy: 'The network diverged or its file is damaged: mine an earlier checkpoint, or train with a smaller learning rate.',
  });
}

/** Influences of all units on one image for one class: maxima [units] x row `classIndex` of weight [classes, units]. */
export function influences(maxima: Float32Array, weight: Float32Array, classIndex: number): Float64Array {
  const units = maxima.length;
  const result = new Float64Array(units);
  for (let u = 0; u < units; u++) result[u] = maxima[u] * weight[classIndex * units + u];
  return result;
}

/** The `count` units with the largest values, largest first; equal values by smaller index. Fewer when there are fewer units. */
export function largestUnits(values: ArrayLike<number>, count: number): UnitIndex[] {
  const top: UnitIndex[] = [];
  for (let u = 0; u < values.length; u++) {
    if (top.length === count && values[u] <= values[top[count - 1]]) continue;
    let place = top.length;
    while (place > 0 && values[top[place - 1]] < values[u]) place--;
    top.splice(place, 0, u as UnitIndex);
    if (top.length > count) top.pop();
  }
  return top;
}
