/** A small copy of a large image, quickly: means of blocks, each source pixel read once. */
import type { GreyImage, Mask } from './image';
import type { GreyRows } from './rows';

/**
 * The image in width x height pixels, each the mean of the block of source pixels that fall into it; blocks differ by a pixel at most where the
 * sides are no multiples. Three times as fast as a triangle filter, and as good for what does not look at single pixels. Throws RangeError
 * when the copy would be larger than the image or empty.
 */
export function shrink(image: GreyRows, width: number, height: number): GreyImage {
  if (!(width >= 1 && height >= 1 && width <= image.width && height <= image.height && Number.isInteger(width) && Number.isInteger(height)))
    throw new RangeError(
      `A ${image.width} x ${image.height} image shrinks to whole sides from 1 up to its own, found ${width} x ${height}.`,
    );
  const columns = blockStarts(image.width, width);
  const rows = blockStarts(image.height, height);
  const data = new Float32Array(width * height);
  const row = new Float32Array(image.width);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let at = rows[y]; at < rows[y + 1]; at++) {
      image.read(at, row);
      addBlocks(row, columns, sums);
    }
    for (let x = 0; x < width; x++) data[y * width + x] = sums[x] / ((columns[x + 1] - columns[x]) * (rows[y + 1] - rows[y]));
  }
  return { width, height, data };
}

/** Adds the sum of each block of a row. */
function addBlocks(row: Float32Array, columns: Int32Array, sums: Float64Array): void {
  for (let x = 0, at = 0; x < sums.length; x++) {
    const end = columns[x + 1];
    let sum = 0;
    for (; at < end; at++) sum += row[at];
    sums[x] += sum;
  }
}

/** Where each block starts, and where the last one ends. */
function blockStarts(source: number, target: number): Int32Array {
  return Int32Array.from({ length: target + 1 }, (_, i) => Math.floor((i * source) / target));
}

/** Mean grey of each square of `side` pixels that lies whole in the mask; squares side by side from the upper left corner. */
export function blockMeans({ width, height, data }: GreyImage, mask: Mask, side: number): Float32Array {
  const means: number[] = [];
  for (let top = 0; top + side <= height; top += side)
    for (let left = 0; left + side <= width; left += side) {
      let sum = 0;
      let inside = 0;
      for (let y = top; y < top + side; y++)
        for (let i = y * width + left; i < y * width + left + side; i++) {
          sum += data[i];
          inside += mask.data[i];
        }
      if (inside === side * side) means.push(sum / inside);
    }
  return Float32Array.from(means);
}
