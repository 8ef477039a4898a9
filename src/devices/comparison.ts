/** How far a device's steps are from those of the CPU. */
import type { Computed } from './trial';

/**
 * Relative distance that is allowed. Floats added up in another order came to 1e-6 to 1e-5 here (the CPU on other threads, WebGPU on a software
 * card); a kernel that is wrong in one border pixel of a map comes to some hundredths. What multiplies with the eleven bits of halves or
 * TF32 lies between, near some thousandths, and is refused: its results are not those of the CPU.
 */
export const TOLERANCE = 1e-3;

export interface Difference {
  /** Infinity where something is missing or no number. */
  largest: number;
  /** The loss or tensor that it was found in. */
  where: string;
}

/** The largest relative difference: of losses by their value, of tensors by the norm of the difference over the norm of the expected one. */
export function differenceOf(found: Computed, expected: Computed): Difference {
  const differences = [
    ...expected.losses.map((loss, i) => ({
      where: `the loss of step ${i + 1}`,
      largest: distance([found.losses[i] ?? Number.NaN], [loss]),
    })),
    ...Object.entries(expected.tensors).map(([name, values]) => ({
      where: name,
      largest: found.tensors[name]?.length === values.length ? distance(found.tensors[name], values) : Infinity,
    })),
  ];
  return differences.reduce((a, b) => (b.largest > a.largest ? b : a));
}

function distance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [off, norm] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    off += (found[i] - expected[i]) ** 2;
    norm += expected[i] ** 2;
  }
  if (off === 0) return 0;
  const relative = Math.sqrt(off / norm);
  return Number.isNaN(relative) ? Infinity : relative;
}
