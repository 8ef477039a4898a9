/** A mask in more pixels, its outline smooth instead of in steps. */
import type { Mask } from './image';

/**
 * The mask enlarged to width x height: its mean over 3 x 3 pixels, interpolated between their middles, and in where that is over a half. Straight
 * edges keep their place; a corner is rounded off within a pixel of the small mask.
 */
export function enlarge(mask: Mask, width: number, height: number): Mask {
  if (width === mask.width && height === mask.height) return { width, height, data: mask.data.slice() };
  const soft = softened(mask);
  const data = new Uint8Array(width * height);
  const line = new Float64Array(mask.width);
  for (let y = 0; y < height; y++) {
    const at = Math.min(mask.height - 1, Math.max(0, ((y + 0.5) * mask.height) / height - 0.5));
    const top = Math.min(Math.floor(at), Math.max(0, mask.height - 2));
    const below = Math.min(top + 1, mask.height - 1);
    const part = at - top;
    for (let x = 0; x < mask.width; x++) line[x] = (1 - part) * soft[top * mask.width + x] + part * soft[below * mask.width + x];
    fillAbove(line, data.subarray(y * width, (y + 1) * width));
  }
  return { width, height, data };
}

/** Sets the pixels of a row where the line, interpolated between the middles of its values, is over a half. */
function fillAbove(line: Float64Array, row: Uint8Array): void {
  const step = row.length / line.length;
  // From the position of the last crossing to the next one.
  let start = line[0] > 0.5 ? 0 : -1;
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i], line[i + 1]];
    if (a > 0.5 === b > 0.5) continue;
    const crossing = Math.min(row.length, Math.max(0, Math.round((i + 0.5 + (0.5 - a) / (b - a)) * step)));
    if (b > 0.5) start = crossing;
    else row.fill(1, start, crossing);
  }
  if (line[line.length - 1] > 0.5) row.fill(1, start);
}

/** Means over 3 x 3 pixels, of those that lie in the mask's frame. */
function softened({ width, height, data }: Mask): Float32Array {
  const soft = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let cells = 0;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          sum += data[row * width + column];
          cells++;
        }
      soft[y * width + x] = sum / cells;
    }
  return soft;
}
