/** The order in which a view's pixels are taken away: by a map over it, enlarged bilinearly. */
import type { ReceptiveField } from '../network/receptiveField';
import type { GreyImage, Mask } from '../pixels/image';
import { sampleBilinear } from '../protocol/grid';
import { type Random, shuffle } from '../statistics/random';

/** A map [height, width] of cells that lie over the image where the receptive field puts them. */
export interface CellMap {
  data: ArrayLike<number>;
  width: number;
  height: number;
}

/** The map's value at every pixel of a width x height image, bilinear between the middles of its cells, level beyond the outermost. */
export function enlarge(map: CellMap, field: ReceptiveField, { width, height }: Pick<GreyImage, 'width' | 'height'>): Float32Array {
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + 0.5 - field.offset) / field.stride;
    for (let x = 0; x < width; x++)
      values[y * width + x] = sampleBilinear(map.data, map.width, map.height, (x + 0.5 - field.offset) / field.stride, row);
  }
  return values;
}

/** Indices of the region's pixels, largest value first; equal values by the smaller index. */
export function byFallingValue(values: Float32Array, region: Mask): Uint32Array {
  return pixelsOf(region).sort((a, b) => values[b] - values[a] || a - b);
}

/** Indices of the region's pixels from top left to bottom right. */
export function pixelsOf({ data }: Mask): Uint32Array {
  const pixels = new Uint32Array(data.reduce((sum, v) => sum + v, 0));
  let at = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === 1) pixels[at++] = i;
  return pixels;
}

/** Cells of random values, enlarged as any map is: a random order of the same grain as the CAM's. */
export function randomCells({ width, height }: Pick<CellMap, 'width' | 'height'>, random: Random): CellMap {
  return { width, height, data: Float32Array.from({ length: width * height }, random) };
}

/** The region's pixels one by one in random order. */
export function shuffledPixels(region: Mask, random: Random): Uint32Array {
  return Uint32Array.from(shuffle([...pixelsOf(region)], random));
}
