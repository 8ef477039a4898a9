/** Shrinking by a whole factor, quickly: for copies that are only looked over, and before a finer resizing. */
import type { GreyImage } from './image';

/**
 * Means of factor x factor squares, those at the right and lower edge cut where the sides are no multiples: ceil(side / factor) pixels. The image itself
 * for a factor of 1. Throws RangeError for a factor that is no whole number from 1.
 */
export function shrinkBy(image: GreyImage, factor: number): GreyImage {
  if (!(Number.isInteger(factor) && factor >= 1)) throw new RangeError(`An image is shrunk by a whole factor from 1, found ${factor}.`);
  if (factor === 1) return image;
  const { width: wide, height: tall, data } = image;
  const width = Math.ceil(wide / factor);
  const height = Math.ceil(tall / factor);
  const means = new Float32Array(width * height);
  const sums = new Float64Array(width);
  for (let row = 0; row < height; row++) {
    const last = Math.min(tall, (row + 1) * factor);
    sums.fill(0);
    for (let y = row * factor; y < last; y++)
      for (let column = 0, at = y * wide; column < width; column++)
        for (const end = y * wide + Math.min(wide, (column + 1) * factor); at < end; at++) sums[column] += data[at];
    for (let column = 0; column < width; column++) {
      const columns = Math.min(wide, (column + 1) * factor) - column * factor;
      means[row * width + column] = sums[column] / (columns * (last - row * factor));
    }
  }
  return { width, height, data: means };
}
