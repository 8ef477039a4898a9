/** Resizing without aliasing, by a separable triangle filter; sums in 32 bits, as the pixels are. */

import { type Axis, boxAxis, triangleAxis } from './axis';
import type { GreyImage } from './image';
import { withRowFilter } from './kernel/rowFilter';
import { type GreyRows, rowsOf } from './rows';

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
  return filtered(rows, triangleAxis(rows.height, height), triangleAxis(rows.width, width));
}

/**
 * The image in width x height pixels, each the mean of the block of source pixels that fall into it: quicker than a triangle, and as good for what does
 * not look at single pixels. Throws RangeError when the copy would be larger than the image or empty.
 */
export function shrink(rows: GreyRows, width: number, height: number): GreyImage {
  if (!(width >= 1 && height >= 1 && width <= rows.width && height <= rows.height && Number.isInteger(width) && Number.isInteger(height)))
    throw new RangeError(`A ${rows.width} x ${rows.height} image shrinks to whole sides from 1 up to its own, found ${width} x ${height}.`);
  return filtered(rows, boxAxis(rows.height, height), boxAxis(rows.width, width));
}

function filtered(rows: GreyRows, down: Axis, across: Axis): GreyImage {
  const [width, height] = [across.starts.length, down.starts.length];
  const data = new Float32Array(width * height);
  withRowFilter(rows, down, across, (filter) => {
    for (let y = 0; y < height; y++) {
      filter.weigh(down.starts[y], y, 0, rows.width);
      filter.narrow(0, data.subarray(y * width, (y + 1) * width));
    }
  });
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
  const made = strips.flatMap((strip) => Array.from(axis.starts, (start, y) => ({ strip, y, first: strip.top + start })));
  made.sort((a, b) => a.first - b.first);
  withRowFilter(image, axis, axis, (filter) => {
    for (const { strip, y, first } of made) {
      filter.weigh(first, y, strip.left, strip.right);
      for (const { x, result } of strip.squares) filter.narrow(x, result.subarray(y * side, (y + 1) * side));
    }
  });
}
