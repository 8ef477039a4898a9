/** A grey image that is made row by row as it is read: a large view whose small copies alone are wanted never stands in memory as a whole. */
import type { GreyImage } from './image';

export interface GreyRows {
  width: number;
  height: number;
  /** Writes grey of row `y`, 0 <= y < height, into `row` [width]. */
  read(y: number, row: Float32Array): void;
}

export function rowsOf({ width, height, data }: GreyImage): GreyRows {
  return { width, height, read: (y, row) => row.set(data.subarray(y * width, (y + 1) * width)) };
}

/** The image as a whole. */
export function imageOf({ width, height, read }: GreyRows): GreyImage {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) read(y, data.subarray(y * width, (y + 1) * width));
  return { width, height, data };
}

/** Black for white and white for black. */
export function turned({ width, height, read }: GreyRows): GreyRows {
  return {
    width,
    height,
    read(y, row) {
      read(y, row);
      for (let x = 0; x < width; x++) row[x] = 1 - row[x];
    },
  };
}

/**
 * A copy to look an image over quickly: one row in `factor` rows, means of `factor` pixels in it; ceil(side / factor) pixels, the last ones
 * of what is left. Throws RangeError for a factor that is no whole number from 1.
 */
export function glance(rows: GreyRows, factor: number): GreyImage {
  if (!(Number.isInteger(factor) && factor >= 1)) throw new RangeError(`An image is shrunk by a whole factor from 1, found ${factor}.`);
  const width = Math.ceil(rows.width / factor);
  const height = Math.ceil(rows.height / factor);
  const data = new Float32Array(width * height);
  const row = new Float32Array(rows.width);
  for (let y = 0; y < height; y++) {
    rows.read(Math.min(y * factor + (factor >> 1), rows.height - 1), row);
    for (let x = 0, from = 0; x < width; x++) {
      const end = Math.min(from + factor, rows.width);
      const pixels = end - from;
      let sum = 0;
      for (; from < end; from++) sum += row[from];
      data[y * width + x] = sum / pixels;
    }
  }
  return { width, height, data };
}
