/** Polygons on the pixel grid. Coordinates are x0, y0, x1, y1, …; whole numbers are the middles of pixels, as chain codes mean them. */
import type { Mask, Rect } from './image';

/** Distance in pixels below which a crossing counts as on the pixel's middle: far above rounding, far below a pixel. */
const EPSILON = 1e-7;

/**
 * Mask of the pixels whose middle lies in the closed polygon (even-odd rule) or on its boundary. Parts outside the image are cut off.
 * Throws RangeError for an odd number of coordinates or one that is not finite.
 */
export function rasterise(points: readonly number[], width: number, height: number): Mask {
  return rasteriseIn(points, { x: 0, y: 0, width, height });
}

/** The same inside a window: pixel (0, 0) of the mask is pixel (window.x, window.y) of the image. */
export function rasteriseIn(points: readonly number[], window: Rect): Mask {
  checkPolygon(points);
  const { width, height } = window;
  const data = new Uint8Array(width * height);
  const count = points.length / 2;
  for (let row = 0; row < height; row++) {
    const crossings = crossingsAt(points, window.y + row);
    for (let i = 0; i + 1 < crossings.length; i += 2) fillSpan(data, window, row, crossings[i], crossings[i + 1]);
  }
  // The half-open crossing rule leaves out level edges and lowest corners: they are boundary too.
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const row = Math.round(points[2 * i + 1]) - window.y;
    if (Math.abs(points[2 * i + 1] - Math.round(points[2 * i + 1])) > EPSILON || row < 0 || row >= height) continue;
    const level = Math.abs(points[2 * i + 1] - points[2 * j + 1]) <= EPSILON;
    const other = level ? points[2 * j] : points[2 * i];
    fillSpan(data, window, row, Math.min(points[2 * i], other), Math.max(points[2 * i], other));
  }
  return { width, height, data };
}

/** Smallest whole-pixel rectangle around the polygon, cut to width x height; undefined when nothing of it lies in the image. */
export function polygonBounds(points: readonly number[], width: number, height: number): Rect | undefined {
  checkPolygon(points);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]);
    right = Math.max(right, points[i]);
    top = Math.min(top, points[i + 1]);
    bottom = Math.max(bottom, points[i + 1]);
  }
  const x = Math.max(0, Math.floor(left));
  const y = Math.max(0, Math.floor(top));
  const endX = Math.min(width - 1, Math.ceil(right));
  const endY = Math.min(height - 1, Math.ceil(bottom));
  return endX < x || endY < y ? undefined : { x, y, width: endX - x + 1, height: endY - y + 1 };
}

/** Area enclosed, in square pixels (shoelace; orientation does not matter). A pixel count is larger by about half the perimeter. */
export function polygonArea(points: readonly number[]): number {
  return Math.abs(signedArea(points));
}

/** Centre of mass of the enclosed area; of the corners when the polygon encloses none. */
export function centroid(points: readonly number[]): { x: number; y: number } {
  const area = signedArea(points);
  const count = points.length / 2;
  let x = 0;
  let y = 0;
  if (Math.abs(area) < EPSILON) {
    for (let i = 0; i < count; i++) {
      x += points[2 * i] / count;
      y += points[2 * i + 1] / count;
    }
    return { x, y };
  }
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const cross = points[2 * i] * points[2 * j + 1] - points[2 * j] * points[2 * i + 1];
    x += (points[2 * i] + points[2 * j]) * cross;
    y += (points[2 * i + 1] + points[2 * j + 1]) * cross;
  }
  return { x: x / (6 * area), y: y / (6 * area) };
}

function signedArea(points: readonly number[]): number {
  checkPolygon(points);
  const count = points.length / 2;
  let twice = 0;
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    twice += points[2 * i] * points[2 * j + 1] - points[2 * j] * points[2 * i + 1];
  }
  return twice / 2;
}

/** Where the polygon's edges cross the line through the middles of a pixel row, from left to right. */
function crossingsAt(points: readonly number[], y: number): number[] {
  const count = points.length / 2;
  const crossings: number[] = [];
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const y0 = points[2 * i + 1];
    const y1 = points[2 * j + 1];
    if (y0 <= y === y1 <= y) continue;
    crossings.push(points[2 * i] + ((y - y0) * (points[2 * j] - points[2 * i])) / (y1 - y0));
  }
  return crossings.sort((a, b) => a - b);
}

function fillSpan(data: Uint8Array, window: Rect, row: number, from: number, to: number): void {
  const first = Math.max(0, Math.ceil(from - EPSILON) - window.x);
  const last = Math.min(window.width - 1, Math.floor(to + EPSILON) - window.x);
  if (first <= last) data.fill(1, row * window.width + first, row * window.width + last + 1);
}

function checkPolygon(points: readonly number[]): void {
  if (points.length < 2 || points.length % 2 !== 0) throw new RangeError(`A polygon is x, y pairs, found ${points.length} numbers.`);
  for (const p of points) if (!Number.isFinite(p)) throw new RangeError(`A polygon has finite coordinates, found ${p}.`);
}
