/** Pictures of maps: a grey view with a heat map over it, as RGB pixels. */
import { interpolateInferno } from 'd3-scale-chromatic';
import { decodeGrid, type Grid8, type GridPlacement, sampleBilinear } from '../protocol/grid';

/** 8-bit RGB, row by row. */
export interface RgbImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** 256 colours of the map, from nothing to most. Inferno: even steps in lightness, also without colour vision. */
const colours: [number, number, number][] = Array.from({ length: 256 }, (_, i) => {
  const [r, g, b] = /^#(..)(..)(..)$/
    .exec(interpolateInferno(i / 255))!
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16));
  return [r, g, b];
});

/** Heat is at most this opaque, so that the view stays visible under it. */
const OPACITY = 0.72;

export interface Heat {
  map: Grid8;
  /** Where the map lies over the picture, in the picture's pixels. */
  placement: GridPlacement;
  /** Activation above which the mask's outline runs; none: no outline. */
  threshold?: number;
}

/** Lays heat over a grey picture (8 bits a pixel): nothing at 0 and below, full colour at the map's largest value, white around the mask. */
export function heatOver(grey: Uint8Array, width: number, height: number, { map, placement, threshold }: Heat): RgbImage {
  const values = decodeGrid(map);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const data = new Uint8Array(width * height * 3);
  const sampled = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const column = (x + 0.5 - placement.x0) / placement.stepX;
      const row = (y + 0.5 - placement.y0) / placement.stepY;
      sampled[i] = sampleBilinear(values, map.width, map.height, column, row);
      const t = most > 0 ? Math.max(0, sampled[i] / most) : 0;
      const colour = colours[Math.round(t * 255)];
      const alpha = OPACITY * Math.min(1, t * 1.6);
      for (let c = 0; c < 3; c++) data[3 * i + c] = Math.round(grey[i] * (1 - alpha) + colour[c] * alpha);
    }
  if (threshold !== undefined) outline(data, sampled, width, height, threshold);
  return { width, height, data };
}

export function greyToRgb(grey: Uint8Array, width: number, height: number): RgbImage {
  const data = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) data.fill(grey[i], 3 * i, 3 * i + 3);
  return { width, height, data };
}

/** The colour bar, left nothing, right most. */
export function colourBar(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(colours[Math.round(((i % width) / (width - 1)) * 255)], 3 * i);
  return { width, height, data };
}

/** White on the pixels of the mask that have a neighbour outside it. */
function outline(data: Uint8Array, sampled: Float32Array, width: number, height: number, threshold: number): void {
  const above = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && sampled[y * width + x] > threshold;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (above(x, y) && !(above(x - 1, y) && above(x + 1, y) && above(x, y - 1) && above(x, y + 1)))
        data.fill(255, 3 * (y * width + x), 3 * (y * width + x) + 3);
}
