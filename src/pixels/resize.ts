/** Resizing without aliasing: a triangle filter as wide as the step, so that every source pixel counts when an image shrinks. */
import type { GreyImage } from './image';

/** Weights of one axis: output i is the sum over k < taps of weights[i * taps + k] x source[starts[i] + k]. */
interface Axis {
  taps: number;
  starts: Int32Array;
  weights: Float32Array;
}

/**
 * Resizes to exactly width x height pixels with a separable triangle filter whose half-width is max(1, source / target) source pixels:
 * bilinear when enlarging, an area average with soft ends when shrinking (what Pillow calls BILINEAR). Weights sum to 1, so the
 * mean grey is kept; at the border the filter is cut and normalised. Throws RangeError for an empty source or target.
 */
export function resizeArea(image: GreyImage, width: number, height: number): GreyImage {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1))
    throw new RangeError(`An image has whole sides of at least 1 pixel, found ${width} x ${height}.`);
  if (image.width < 1 || image.height < 1 || image.data.length !== image.width * image.height)
    throw new RangeError(`A ${image.width} x ${image.height} image has ${image.width * image.height} pixels, found ${image.data.length}.`);
  if (width === image.width && height === image.height) return { width, height, data: image.data.slice() };
  const across = triangleAxis(image.width, width);
  const down = triangleAxis(image.height, height);
  const narrow = resizeRows(image, across, width);
  return { width, height, data: resizeColumns(narrow, width, down, height) };
}

function triangleAxis(source: number, target: number): Axis {
  const step = source / target;
  const halfWidth = Math.max(1, step);
  // At most this many pixel middles lie strictly within the triangle.
  const taps = Math.min(source, Math.ceil(2 * halfWidth));
  const starts = new Int32Array(target);
  const weights = new Float32Array(target * taps);
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

function resizeRows(image: GreyImage, axis: Axis, width: number): Float32Array {
  const { taps, starts, weights } = axis;
  const result = new Float32Array(width * image.height);
  for (let row = 0; row < image.height; row++) {
    const line = row * image.width;
    for (let i = 0; i < width; i++) {
      const from = line + starts[i];
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += weights[i * taps + k] * image.data[from + k];
      result[row * width + i] = sum;
    }
  }
  return result;
}

function resizeColumns(data: Float32Array, width: number, axis: Axis, height: number): Float32Array {
  const { taps, starts, weights } = axis;
  const result = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const to = row * width;
    for (let k = 0; k < taps; k++) {
      const w = weights[row * taps + k];
      if (w === 0) continue;
      const from = (starts[row] + k) * width;
      for (let i = 0; i < width; i++) result[to + i] += w * data[from + i];
    }
  }
  return result;
}
