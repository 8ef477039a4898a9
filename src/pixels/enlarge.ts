/** A mask in more pixels, its outline smooth instead of in steps. */
import type { Mask } from './image';
import type { Spans } from './spans';

/**
 * The mask enlarged to width x height: its mean over 3 x 3 pixels, interpolated between their middles, and in where that is over a half; as it is
 * where the size is its own. Straight edges keep their place; a corner is rounded off within a pixel of the small mask.
 */
export function enlarge(mask: Mask, width: number, height: number): Spans {
  const asItIs = width === mask.width && height === mask.height;
  const soft = asItIs ? Float32Array.from(mask.data) : softened(mask);
  const columns: number[] = [];
  const rows = new Int32Array(height + 1);
  const line = new Float64Array(mask.width);
  for (let y = 0; y < height; y++) {
    const at = Math.min(mask.height - 1, Math.max(0, ((y + 0.5) * mask.height) / height - 0.5));
    const top = Math.min(Math.floor(at), Math.max(0, mask.height - 2));
    const below = Math.min(top + 1, mask.height - 1);
    const part = at - top;
    for (let x = 0; x < mask.width; x++) line[x] = (1 - part) * soft[top * mask.width + x] + part * soft[below * mask.width + x];
    addStretches(line, width, columns);
    rows[y + 1] = columns.length;
  }
  return { width, height, columns: Int32Array.from(columns), rows };
}

/** Adds the stretches of a row of `width` pixels where the line, interpolated between the middles of its values, is over a half. */
function addStretches(line: Float64Array, width: number, columns: number[]): void {
  const step = width / line.length;
  let start = line[0] > 0.5 ? 0 : -1;
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i], line[i + 1]];
    if (a > 0.5 === b > 0.5) continue;
    const crossing = Math.min(width, Math.max(0, Math.round((i + 0.5 + (0.5 - a) / (b - a)) * step)));
    if (b > 0.5) start = crossing;
    else if (crossing > start) columns.push(start, crossing);
  }
  if (line[line.length - 1] > 0.5 && start < width) columns.push(start, width);
}

/** Means over 3 x 3 pixels, of those that lie in the mask's frame. */
function softened({ width, height, data }: Mask): Float32Array {
  const soft = new Float32Array(data.length);
  const column = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - 1);
    const bottom = Math.min(height - 1, y + 1);
    column.fill(0);
    for (let row = top; row <= bottom; row++) for (let x = 0, i = row * width; x < width; x++, i++) column[x] += data[i];
    for (let x = 0; x < width; x++) {
      const right = Math.min(width - 1, x + 1);
      const left = Math.max(0, x - 1);
      const sum = column[x] + (left < x ? column[left] : 0) + (right > x ? column[right] : 0);
      soft[y * width + x] = sum / ((bottom - top + 1) * (right - left + 1));
    }
  }
  return soft;
}
