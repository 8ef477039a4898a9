/** Grey pictures that look enough like mammograms to judge a page by: a breast, tissue, one bright finding. */
import sharp from 'sharp';
import { Random } from './random';

export interface Finding {
  x: number;
  y: number;
  radius: number;
}

/** Pixels of a `width` x `height` view, row by row; the chest wall is at the left. */
export function breast(width: number, height: number, seed: number, finding?: Finding): Uint8Array {
  const tissue = smoothNoise(width, height, 24, seed);
  const fibre = smoothNoise(width, height, 7, seed + 1);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const across = x / (width * 0.86);
      const down = (y - height * 0.52) / (height * 0.45);
      const edge = 1 - (across * across + down * down);
      if (edge <= 0) {
        pixels[y * width + x] = 4;
        continue;
      }
      let value = 30 + 90 * Math.min(1, edge * 3) * (0.35 + 0.65 * tissue[y * width + x]) + 34 * fibre[y * width + x];
      if (finding) value += 95 / (1 + Math.exp((Math.hypot(x - finding.x, y - finding.y) - finding.radius) / 3));
      pixels[y * width + x] = Math.min(250, value);
    }
  return pixels;
}

export function jpeg(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** A square cut out and enlarged to `side`. */
export function cut(
  pixels: Uint8Array,
  width: number,
  height: number,
  square: { x: number; y: number; size: number },
  side: number,
): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .extract({ left: square.x, top: square.y, width: square.size, height: square.size })
    .resize(side, side)
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** Random values on a coarse lattice, bilinear in between: 0..1. */
function smoothNoise(width: number, height: number, cell: number, seed: number): Float32Array {
  const random = new Random(seed);
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const lattice = Float32Array.from({ length: columns * rows }, () => random.next());
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const c = Math.floor(x / cell);
      const r = Math.floor(y / cell);
      const fx = x / cell - c;
      const fy = y / cell - r;
      const at = (dr: number, dc: number) => lattice[(r + dr) * columns + c + dc];
      values[y * width + x] = (at(0, 0) * (1 - fx) + at(0, 1) * fx) * (1 - fy) + (at(1, 0) * (1 - fx) + at(1, 1) * fx) * fy;
    }
  return values;
}
