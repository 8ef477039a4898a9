/** From a mask to the polygon around it: polygon.ts undone. */
import type { Outline } from '../protocol/finding';
import type { Mask, Rect } from './image';

export interface Contour {
  /** Through the middles of the outermost pixels, clockwise from the topmost, one corner for every turn. */
  outline: Outline;
  /** Pixels of the part that is outlined, its holes not among them. */
  pixels: number;
  /** Connected parts of the mask; the largest is outlined. */
  parts: number;
  /** Pixels of all parts. */
  total: number;
}

/** Steps to the eight neighbours, clockwise from the right. */
const STEP_X = [1, 1, 0, -1, -1, -1, 0, 1];
const STEP_Y = [0, 1, 1, 1, 0, -1, -1, -1];

/**
 * Outline of the mask's largest part (pixels that touch at a side or corner are connected; of equal ones the topmost). rasterise() of it gives that
 * part back with its holes filled. Undefined for an empty mask. Any byte but 0 counts as set. Memory beside the mask: nine bytes for each pixel of the
 * rectangle around what is set.
 */
export function traceContour(mask: Mask): Contour | undefined {
  const box = boundsOf(mask);
  if (!box) return undefined;
  const { labels, sizes } = parts(mask, box);
  let largest = 1;
  for (let i = 2; i < sizes.length; i++) if (sizes[i] > sizes[largest]) largest = i;
  const outline = walkAround(labels, largest, box);
  return { outline, pixels: sizes[largest], parts: sizes.length - 1, total: sizes.reduce((sum, n) => sum + n, 0) };
}

/** The same outline in an image of another size that shows the same: pixel middles keep their place as a share of width and height. */
export function scaleOutline(outline: Outline, from: { width: number; height: number }, to: { width: number; height: number }): Outline {
  const factors = [to.width / from.width, to.height / from.height];
  return outline.map((v, i) => (v + 0.5) * factors[i % 2] - 0.5);
}

function boundsOf({ width, height, data }: Mask): Rect | undefined {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let y = 0; y < height; y++) {
    const start = y * width;
    let first = start;
    while (first < start + width && data[first] === 0) first++;
    if (first === start + width) continue;
    let last = start + width - 1;
    while (data[last] === 0) last--;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first - start);
    right = Math.max(right, last - start);
  }
  return top < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** 8-connected parts within the box: a label from 1 for each of its pixels [box.height, box.width], in the order of their topmost rows; pixels a label. */
function parts(mask: Mask, box: Rect): { labels: Int32Array; sizes: number[] } {
  const { width, height } = box;
  const set = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (box.y + y) * mask.width + box.x;
    set.set(mask.data.subarray(start, start + width), y * width);
  }
  const labels = new Int32Array(set.length);
  const stack = new Int32Array(set.length);
  const sizes = [0];
  for (let seed = 0; seed < set.length; seed++) {
    if (set[seed] === 0 || labels[seed] !== 0) continue;
    const label = sizes.length;
    let size = 0;
    let depth = 0;
    labels[seed] = label;
    stack[depth++] = seed;
    while (depth > 0) {
      const at = stack[--depth];
      size++;
      const x = at % width;
      const y = (at - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (set[next] === 0 || labels[next] !== 0) continue;
          labels[next] = label;
          stack[depth++] = next;
        }
    }
    sizes.push(size);
  }
  return { labels, sizes };
}

/** Moore's neighbour tracing, until the first step would be taken again. */
function walkAround(labels: Int32Array, label: number, box: Rect): Outline {
  const { width, height } = box;
  const inPart = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === label;
  const start = labels.indexOf(label);
  const startX = start % width;
  const startY = (start - startX) / width;
  const outline: Outline = [box.x + startX, box.y + startY];
  let [x, y] = [startX, startY];
  // The start is the first pixel of its topmost row: above it and to its left nothing is set.
  let firstStep = -1;
  let lastStep = -1;
  let look = 5;
  for (;;) {
    let step = -1;
    for (let i = 0; i < 8 && step < 0; i++) {
      const candidate = (look + i) % 8;
      if (inPart(x + STEP_X[candidate], y + STEP_Y[candidate])) step = candidate;
    }
    if (step < 0) return outline;
    if (x === startX && y === startY) {
      if (step === firstStep) break;
      if (firstStep < 0) firstStep = step;
    }
    if (lastStep >= 0 && step !== lastStep) outline.push(box.x + x, box.y + y);
    x += STEP_X[step];
    y += STEP_Y[step];
    lastStep = step;
    // Behind us, and one further: the neighbour that was found empty last, seen from here.
    look = (step + (step % 2 === 0 ? 6 : 5) + 8) % 8;
  }
  return outline;
}
