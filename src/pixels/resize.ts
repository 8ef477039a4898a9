/** Resizing without aliasing: a triangle filter as wide as the step, so that every source pixel counts when an image shrinks. */
import { crop } from './crop';
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
 * Squares of an image, each resized to side x side pixels: [squares.length, side, side], to the bit what resizeArea makes of each crop. Squares of one size
 * that begin in the same row are summed downwards together, where they overlap once. Throws RangeError when a square leaves the image.
 */
export function resizeSquares(image: GreyImage, squares: readonly Square[], side: number): Float32Array {
  const plane = side * side;
  const data = new Float32Array(squares.length * plane);
  const strips = new Map<string, { square: Square; result: Float32Array }[]>();
  for (const [i, square] of squares.entries()) {
    const { x, y, size } = square;
    if (size === side) data.set(crop(image, { x, y, width: size, height: size }).data, i * plane);
    else {
      const key = `${size} ${y}`;
      const strip = strips.get(key) ?? [];
      strips.set(key, strip);
      strip.push({ square, result: data.subarray(i * plane, (i + 1) * plane) });
    }
  }
  for (const strip of strips.values()) resizeStrip(image, strip, side);
  return data;
}

function resizeStrip(image: GreyImage, strip: readonly { square: Square; result: Float32Array }[], side: number): void {
  const { y: top, size } = strip[0].square;
  const left = Math.min(...strip.map(({ square }) => square.x));
  const right = Math.max(...strip.map(({ square }) => square.x + size));
  if (left < 0 || top < 0 || right > image.width || top + size > image.height)
    throw new RangeError(`Squares of ${size} pixels from (${left}, ${top}) on do not lie in an image of ${image.width} x ${image.height}.`);
  const axis = triangleAxis(size, side);
  const near = (y: number): Float32Array => image.data.subarray((top + y) * image.width + left, (top + y) * image.width + right);
  const sum = new Float64Array(right - left);
  for (let y = 0; y < side; y++) {
    weighRows(near, axis.starts[y], axis.weights.subarray(y * axis.taps, (y + 1) * axis.taps), sum);
    for (const { square, result } of strip) narrow(sum, square.x - left, axis, result.subarray(y * side, (y + 1) * side));
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

/** sum[x] = the sum over k of weights[k] x row start + k, two rows added at a time. */
function weighRows(near: (y: number) => Float32Array, start: number, weights: Float64Array, sum: Float64Array): void {
  sum.fill(0);
  // Before any is used: reading the last one lets go of none of these.
  near(start + weights.length - 1);
  let k = 0;
  // Four rows in one go: the sum is read and written half as often, and added up in the same order.
  for (; k + 3 < weights.length; k += 4) {
    const [first, second, third, fourth] = [near(start + k), near(start + k + 1), near(start + k + 2), near(start + k + 3)];
    const [a, b, c, d] = [weights[k], weights[k + 1], weights[k + 2], weights[k + 3]];
    for (let x = 0; x < sum.length; x++) sum[x] = sum[x] + (a * first[x] + b * second[x]) + (c * third[x] + d * fourth[x]);
  }
  for (; k + 1 < weights.length; k += 2) {
    const [first, second] = [near(start + k), near(start + k + 1)];
    const [a, b] = [weights[k], weights[k + 1]];
    for (let x = 0; x < sum.length; x++) sum[x] += a * first[x] + b * second[x];
  }
  if (k === weights.length) return;
  const last = near(start + k);
  const weight = weights[k];
  for (let x = 0; x < sum.length; x++) sum[x] += weight * last[x];
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
