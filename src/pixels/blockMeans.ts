/** Means of an image's squares. */
import type { GreyImage, Mask } from './image';

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
