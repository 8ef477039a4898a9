/** Random fields: smooth noise of one grain size, and sums of several, as tissue textures are made of. */
import type { GreyImage } from '../pixels/image';
import { gaussian, type Random } from '../statistics/random';

/** Smooth noise with features of about `cell` pixels: mean 0, deviation about 1 (cubic B-spline over a random lattice). */
export function smoothNoise(width: number, height: number, cell: number, random: Random): GreyImage {
  const columns = Math.ceil(width / cell) + 4;
  const rows = Math.ceil(height / cell) + 4;
  const lattice = new Float32Array(columns * rows);
  // A B-spline evens its lattice out; this restores a deviation of about 1.
  for (let i = 0; i < lattice.length; i++) lattice[i] = gaussian(random) * 2.1;
  const across = splineWeights(width, cell, random());
  const down = splineWeights(height, cell, random());
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < width; x++) {
      const from = row * columns + across.starts[x];
      const w = x * 4;
      const { weights } = across;
      wide[row * width + x] =
        weights[w] * lattice[from] +
        weights[w + 1] * lattice[from + 1] +
        weights[w + 2] * lattice[from + 2] +
        weights[w + 3] * lattice[from + 3];
    }
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const [a, b, c, d] = down.weights.subarray(y * 4, y * 4 + 4);
    const from = down.starts[y] * width;
    for (let x = 0; x < width; x++)
      data[y * width + x] =
        a * wide[from + x] + b * wide[from + width + x] + c * wide[from + 2 * width + x] + d * wide[from + 3 * width + x];
  }
  return { width, height, data };
}

/** Sum of noises of several grain sizes, each with its own deviation. */
export function octaves(width: number, height: number, parts: readonly { cell: number; deviation: number }[], random: Random): GreyImage {
  const sum = new Float32Array(width * height);
  for (const { cell, deviation } of parts) {
    const { data } = smoothNoise(width, height, cell, random);
    for (let i = 0; i < sum.length; i++) sum[i] += deviation * data[i];
  }
  return { width, height, data: sum };
}

/** Fine lines: high where smooth noise passes through zero. 0..1, features of about `cell` pixels, lines of about `share` of it. */
export function ridges(width: number, height: number, cell: number, share: number, random: Random): GreyImage {
  const field = smoothNoise(width, height, cell, random);
  for (let i = 0; i < field.data.length; i++) field.data[i] = Math.max(0, 1 - Math.abs(field.data[i]) / share);
  return field;
}

function splineWeights(length: number, cell: number, shift: number): { starts: Int32Array; weights: Float32Array } {
  const starts = new Int32Array(length);
  const weights = new Float32Array(length * 4);
  for (let i = 0; i < length; i++) {
    const position = i / cell + shift;
    const t = position - Math.floor(position);
    starts[i] = Math.floor(position);
    weights[4 * i] = (1 - t) ** 3 / 6;
    weights[4 * i + 1] = (3 * t ** 3 - 6 * t ** 2 + 4) / 6;
    weights[4 * i + 2] = (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6;
    weights[4 * i + 3] = t ** 3 / 6;
  }
  return { starts, weights };
}
