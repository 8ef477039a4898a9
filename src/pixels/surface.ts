/** A smooth surface through the grey of some pixels: least squares of a polynomial in x and y. */
import type { GreyImage, Mask } from './image';

/**
 * Grey [height, width] of the polynomial of degree 0, 1 or 2 that comes nearest to the image on the pixels of `on`. Undefined when they are too
 * few or lie so that they do not determine one.
 */
export function fitSurface(image: GreyImage, on: Mask, degree: 0 | 1 | 2): Float32Array | undefined {
  const terms = EXPONENTS.slice(0, [1, 3, 6][degree]);
  const moments = momentsOf(image, on);
  const normal = terms.map(([p, q]) => Float64Array.from([...terms.map(([r, s]) => moments.powers[p + r][q + s]), moments.grey[p][q]]));
  const weights = solve(normal);
  if (!weights) return undefined;
  const { width, height } = image;
  const [one, u, v, uu, uv, vv] = [...weights, 0, 0, 0, 0, 0];
  const surface = new Float32Array(width * height);
  const across = positions(width);
  for (const [y, down] of positions(height).entries()) {
    const constant = one + v * down + vv * down * down;
    const slope = u + uv * down;
    for (let x = 0, i = y * width; x < width; x++, i++) surface[i] = constant + (slope + uu * across[x]) * across[x];
  }
  return surface;
}

/** Exponents of u and v, both from -1 to 1 across and down the image, of each term. */
const EXPONENTS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [2, 0],
  [1, 1],
  [0, 2],
] as const;

/** Middles of pixels from -1 to 1. */
function positions(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => (2 * i + 1) / length - 1);
}

/**
 * Sums over the pixels of `on`: powers[p][q] of u^p v^q with p + q up to 4, grey[p][q] of grey u^p v^q up to 2. Each row is summed by powers of u alone.
 */
function momentsOf({ width, height, data }: GreyImage, on: Mask): { powers: number[][]; grey: number[][] } {
  const powers = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
  const grey = Array.from({ length: 3 }, () => [0, 0, 0]);
  const across = positions(width);
  for (const [y, down] of positions(height).entries()) {
    let [n, s1, s2, s3, s4, g0, g1, g2] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (!on.data[i]) continue;
      const u = across[x];
      const squared = u * u;
      n++;
      s1 += u;
      s2 += squared;
      s3 += squared * u;
      s4 += squared * squared;
      g0 += data[i];
      g1 += data[i] * u;
      g2 += data[i] * squared;
    }
    for (let q = 0, power = 1; q < 5; q++, power *= down) {
      for (const [p, sum] of [n, s1, s2, s3, s4].entries()) powers[p][q] += sum * power;
      if (q < 3) for (const [p, sum] of [g0, g1, g2].entries()) grey[p][q] += sum * power;
    }
  }
  return { powers, grey };
}

/** Gaussian elimination with pivots of [n, n + 1]; undefined when a pivot vanishes. */
function solve(rows: Float64Array[]): Float64Array | undefined {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let r = k + 1; r < n; r++) if (Math.abs(rows[r][k]) > Math.abs(rows[best][k])) best = r;
    [rows[k], rows[best]] = [rows[best], rows[k]];
    if (Math.abs(rows[k][k]) < 1e-6) return undefined;
    for (let r = k + 1; r < n; r++) {
      const factor = rows[r][k] / rows[k][k];
      for (let c = k; c <= n; c++) rows[r][c] -= factor * rows[k][c];
    }
  }
  const result = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k][n];
    for (let c = k + 1; c < n; c++) sum -= rows[k][c] * result[c];
    result[k] = sum / rows[k][k];
  }
  return result;
}
