/** The filters that images are resized with, along one axis. */

/** Weights of one axis: output i is the sum over k < taps of weights[i * taps + k] x source[starts[i] + k]. */
export interface Axis {
  taps: number;
  starts: Int32Array;
  weights: Float64Array;
}

/**
 * A triangle as wide as the step, its half-width max(1, source / target) source pixels: every source pixel counts when an image shrinks, and neighbours
 * are interpolated when it grows. Weights of an output sum to 1; at the border the triangle is cut.
 */
export function triangleAxis(source: number, target: number): Axis {
  const step = source / target;
  const halfWidth = Math.max(1, step);
  // At most this many pixel middles lie strictly within the triangle.
  const taps = Math.min(source, Math.ceil(2 * halfWidth));
  const starts = new Int32Array(target);
  const weights = new Float64Array(target * taps);
  for (let i = 0; i < target; i++) {
    const centre = (i + 0.5) * step;
    const start = Math.min(Math.max(0, Math.ceil(centre - halfWidth - 0.5)), source - taps);
    starts[i] = start;
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += weight(start + k, centre, halfWidth);
    for (let k = 0; k < taps; k++) weights[i * taps + k] = weight(start + k, centre, halfWidth) / sum;
  }
  return { taps, starts, weights };
}

/** The triangle's height over the middle of source pixel `index`. */
function weight(index: number, centre: number, halfWidth: number): number {
  return Math.max(0, 1 - Math.abs(index + 0.5 - centre) / halfWidth);
}

/** Each output the mean of a block of source pixels; blocks side by side, longer by a pixel here and there where `target` does not divide `source`. */
export function boxAxis(source: number, target: number): Axis {
  const taps = Math.ceil(source / target);
  const starts = new Int32Array(target);
  const weights = new Float64Array(target * taps);
  for (let i = 0; i < target; i++) {
    const from = Math.floor((i * source) / target);
    const end = Math.floor(((i + 1) * source) / target);
    starts[i] = Math.min(from, source - taps);
    weights.fill(1 / (end - from), i * taps + from - starts[i], i * taps + end - starts[i]);
  }
  return { taps, starts, weights };
}
