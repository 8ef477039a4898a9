/** A smooth surface through the grey of some pixels: least squares of a polynomial in x and y. */
import type { GreyImage, Mask } from './image';

/**
 * Grey [height, width] of the polynomial of degree 0, 1 or 2 that comes nearest to the image on the pixels of `on`. Undefined when they are too
 * few or lie so that they do not determine one.
 */
export function fitSurface(image: GreyImage, on: Mask, degree: 0 | 1 | 2): Float32Array | undefined {
  const { width, height } = image;
  const terms = [1, 3, 6][degree];
  const powers = new Float64Array(6);
  const normal = Array.from({ length: terms }, () => new Float64Array(terms + 1));
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (!on.data[i]) continue;
      evaluate(powers, x, y, width, height);
      for (let a = 0; a < terms; a++) {
        for (let b = a; b < terms; b++) normal[a][b] += powers[a] * powers[b];
        normal[a][terms] += powers[a] * image.data[i];
      }
    }
  for (let a = 0; a < terms; a++) for (let b = 0; b < a; b++) normal[a][b] = normal[b][a];
  const weights = solve(normal);
  if (!weights) return undefined;
  const surface = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      evaluate(powers, x, y, width, height);
      let sum = 0;
      for (let a = 0; a < terms; a++) sum += weights[a] * powers[a];
      surface[i] = sum;
    }
  return surface;
}

/** 1, u, v, u², uv, v² with u and v from -1 to 1. */
function evaluate(powers: Float64Array, x: number, y: number, width: number, height: number): void {
  const u = (2 * x + 1) / width - 1;
  const v = (2 * y + 1) / height - 1;
  powers[0] = 1;
  powers[1] = u;
  powers[2] = v;
  powers[3] = u * u;
  powers[4] = u * v;
  powers[5] = v * v;
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
