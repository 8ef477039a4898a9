/** Resizing without aliasing: a triangle filter as wide as the step, so that every source pixel counts when an image shrinks. */
import type { GreyImage } from './image';
import { type GreyRows, rowsOf } from './rows';

/** Weights of one axis: output i is the sum over k < taps of weights[i * taps + k] x source[starts[i] + k]. */
interface Axis {
  taps: number;
  starts: Int32Array;
  weights: Float64Array;
}

/**
 * Resizes to exactly width x height pixels with a separable triangle filter whose half-width is max(1, source / target) source pixels:
 * bilinear when enlarging, an area average with soft ends when shrinking (what Pillow calls BILINEAR). Weights sum to 1, so the
 * mean grey is kept; at the border the filter is cut and normalised. Throws RangeError for an empty source or target.
 */
export function resizeArea(image: GreyImage, width: number, height: number): GreyImage {
  if (image.width < 1 || image.height < 1 || image.data.length !== image.width * image.height)
    throw new RangeError(`A ${image.width} x ${image.height} image has ${image.width * image.height} pixels, found ${image.data.length}.`);
  if (width === image.width && height === image.height) return { width, height, data: image.data.slice() };
  return resizeRows(rowsOf(image), width, height);
}

/** The same of an image that is read row by row; each of its rows is read at most once, in order. */
export function resizeRows(rows: GreyRows, width: number, height: number): GreyImage {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1))
    throw new RangeError(`An image has whole sides of at least 1 pixel, found ${width} x ${height}.`);
  const across = triangleAxis(rows.width, width);
  const down = triangleAxis(rows.height, height);
  const data = new Float32Array(width * height);
  const near = nearRows(rows, down.taps);
  const sum = new Float64Array(rows.width);
  for (let y = 0; y < height; y++) {
    weighRows(near, down.starts[y], down.weights.subarray(y * down.taps, (y + 1) * down.taps), sum);
    narrow(sum, 0, across, data.subarray(y * width, (y + 1) * width));
  }
  return { width, height, data };
}

/** A square of an image, in pixels. */
interface Square {
  x: number;
  y: number;
  size: number;
}

/**
 * Squares of an image, each resized to side x side pixels: [squares.length, side, side], to the bit what resizeArea makes of each crop. The image is read
 * once for each size of squares, in order; squares of one size that begin in the same row are summed downwards together. Throws RangeError when a square
 * leaves the image.
 */
export function resizeSquares(image: GreyRows, squares: readonly Square[], side: number): Float32Array {
  const plane = side * side;
  const data = new Float32Array(squares.length * plane);
  const sizes = new Map<number, Map<number, Strip>>();
  for (const [i, { x, y, size }] of squares.entries()) {
    if (x < 0 || y < 0 || x + size > image.width || y + size > image.height)
      throw new RangeError(`The square of ${size} pixels at (${x}, ${y}) does not lie in an image of ${image.width} x ${image.height}.`);
    const strips = sizes.get(size) ?? new Map<number, Strip>();
    sizes.set(size, strips);
    const strip = strips.get(y) ?? { top: y, left: x, right: x + size, squares: [] };
    strips.set(y, strip);
    strip.left = Math.min(strip.left, x);
    strip.right = Math.max(strip.right, x + size);
    strip.squares.push({ x, result: data.subarray(i * plane, (i + 1) * plane) });
  }
  for (const [size, strips] of sizes) resizeStrips(image, [...strips.values()], triangleAxis(size, side));
  return data;
}

/** Squares of one size that begin in the same row. */
interface Strip {
  top: number;
  left: number;
  right: number;
  squares: { x: number; result: Float32Array }[];
}

/** Strips overlap: their rows are made in the order in which the image comes to them. */
function resizeStrips(image: GreyRows, strips: readonly Strip[], axis: Axis): void {
  const side = axis.starts.length;
  const near = nearRows(image, axis.taps);
  const sum = new Float64Array(image.width);
  const made = strips.flatMap((strip) => Array.from(axis.starts, (start, y) => ({ strip, y, from: strip.top + start })));
  for (const { strip, y, from } of made.sort((a, b) => a.from - b.from)) {
    weighRows(near, from, axis.weights.subarray(y * axis.taps, (y + 1) * axis.taps), sum, strip.left, strip.right);
    for (const { x, result } of strip.squares) narrow(sum, x, axis, result.subarray(y * side, (y + 1) * side));
  }
}

function triangleAxis(source: number, target: number): Axis {
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

/** Row y of the source; the last `count` rows that were read are kept. */
function nearRows(rows: GreyRows, count: number): (y: number) => Float32Array {
  const kept = Array.from({ length: count }, () => new Float32Array(rows.width));
  let next = 0;
  return (y) => {
    for (; next <= y; next++) if (next > y - count) rows.read(next, kept[next % count]);
    return kept[y % count];
  };
}

/** Rows that are added in one pass: sums are written once for so many, and a pass for fewer takes rows of no weight along. */
const TOGETHER = 8;

/** sum[x] = the sum over k of weights[k] x row start + k, for left <= x < right. */
function weighRows(
  near: (y: number) => Float32Array,
  start: number,
  weights: Float64Array,
  sum: Float64Array,
  left = 0,
  right = sum.length,
): void {
  // Before any is used: reading the last one lets go of none of these.
  near(start + weights.length - 1);
  for (let k = 0; k < weights.length; k += TOGETHER) {
    const row = (i: number) => near(start + Math.min(k + i, weights.length - 1));
    const weight = (i: number) => (k + i < weights.length ? weights[k + i] : 0);
    const [r0, r1, r2, r3, r4, r5, r6, r7] = [row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7)];
    const [a, b, c, d, e, f, g, h] = [weight(0), weight(1), weight(2), weight(3), weight(4), weight(5), weight(6), weight(7)];
    const before = k === 0 ? 0 : 1;
    if (weights.length - k <= TOGETHER / 2)
      for (let x = left; x < right; x++) sum[x] = before * sum[x] + (a * r0[x] + b * r1[x]) + (c * r2[x] + d * r3[x]);
    else
      for (let x = left; x < right; x++)
        sum[x] = before * sum[x] + (a * r0[x] + b * r1[x] + (c * r2[x] + d * r3[x])) + (e * r4[x] + f * r5[x] + (g * r6[x] + h * r7[x]));
  }
}

/** Resizes the part of a row that begins at `offset`. */
function narrow(row: Float64Array, offset: number, { taps, starts, weights }: Axis, result: Float32Array): void {
  for (let i = 0, at = 0; i < result.length; i++) {
    const from = offset + starts[i];
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += weights[at++] * row[from + k];
    result[i] = sum;
  }
}
