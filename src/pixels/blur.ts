/** Gaussian blur that stays within a mask: what lies outside never bleeds in. */
import type { GreyImage, Mask } from './image';

/** Where the kernel is cut, in standard deviations. */
const REACH = 3;

/**
 * Inside the mask every pixel becomes the mean of the mask's pixels around it, weighted by a Gaussian of `sigma` pixels; pixels outside keep
 * their value. Without a mask the whole image is inside. Separable: time grows with sigma, not with its square.
 */
export function blurWithin(image: GreyImage, sigma: number, mask?: Mask): GreyImage {
  const { width, height } = image;
  const inside = mask ? Float32Array.from(mask.data) : new Float32Array(width * height).fill(1);
  const kernel = gaussian(sigma);
  const grey = smooth(
    image.data.map((v, i) => v * inside[i]),
    width,
    height,
    kernel,
  );
  const weight = smooth(inside, width, height, kernel);
  return { width, height, data: image.data.map((v, i) => (inside[i] === 1 ? grey[i] / weight[i] : v)) };
}

/** Half of the kernel, its middle first; not normalised, since the mask's weights are. */
function gaussian(sigma: number): Float64Array {
  const radius = Math.floor(REACH * sigma + 0.5);
  return Float64Array.from({ length: radius + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
}

/** Along rows, then along columns; outside the image counts as 0. */
function smooth(data: Float32Array, width: number, height: number, half: Float64Array): Float32Array {
  const rows = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = Math.max(0, x - half.length + 1); k <= Math.min(width - 1, x + half.length - 1); k++)
        sum += half[Math.abs(k - x)] * data[y * width + k];
      rows[y * width + x] = sum;
    }
  const result = new Float32Array(data.length);
  const line = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (let k = Math.max(0, y - half.length + 1); k <= Math.min(height - 1, y + half.length - 1); k++) {
      const weight = half[Math.abs(k - y)];
      for (let x = 0; x < width; x++) line[x] += weight * rows[k * width + x];
    }
    result.set(line, y * width);
  }
  return result;
}
