/**
 * Layers over a picture from a small map: the map brought bilinearly to the picture's size, then coloured (heat) or
 * turned into a shade outside the unit's mask (segmented patches: paper, Figures 2 and 3).
 */
import { decodeGrid, type Grid8, type GridPlacement, sampleBilinear } from '../../src/protocol/grid';
import { type ColorMapName, colorTable } from './colormap';

/** How dark the outside of a mask becomes; 0 leaves it, 1 is black. */
const SHADE = 0.78;

/** Cells tile a picture of `width` x `height` evenly, as an image resize does: cell 0 is centred half a cell inside. */
export function tiledPlacement(map: Pick<Grid8, 'width' | 'height'>, width: number, height: number): GridPlacement {
  const stepX = width / map.width;
  const stepY = height / map.height;
  return { x0: stepX / 2, y0: stepY / 2, stepX, stepY };
}

/** The same placement over a picture that shows the image `scale` times its size. */
export function scaledPlacement(placement: GridPlacement, scale: number): GridPlacement {
  return { x0: placement.x0 * scale, y0: placement.y0 * scale, stepX: placement.stepX * scale, stepY: placement.stepY * scale };
}

/** Value of a decoded map at a point of the picture, in the placement's pixels. */
export function valueAt(values: ArrayLike<number>, map: Pick<Grid8, 'width' | 'height'>, at: GridPlacement, x: number, y: number): number {
  return sampleBilinear(values, map.width, map.height, (x - at.x0) / at.stepX, (y - at.y0) / at.stepY);
}

/** The map at every pixel centre of a `width` x `height` picture, bilinear, row by row. */
export function upsample(map: Grid8, placement: GridPlacement, width: number, height: number): Float32Array {
  const values = decodeGrid(map);
  const columns = cellsOf(width, placement.x0, placement.stepX, map.width);
  const rows = cellsOf(height, placement.y0, placement.stepY, map.height);
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const above = rows.before[y] * map.width;
    const below = rows.after[y] * map.width;
    for (let x = 0; x < width; x++) {
      const left = columns.before[x];
      const right = columns.after[x];
      const along = columns.part[x];
      const top = values[above + left] * (1 - along) + values[above + right] * along;
      const bottom = values[below + left] * (1 - along) + values[below + right] * along;
      pixels[y * width + x] = top * (1 - rows.part[y]) + bottom * rows.part[y];
    }
  }
  return pixels;
}

/** For every pixel centre along one side: the two cells it lies between, clamped at the border, and how far it is on the way. */
function cellsOf(pixels: number, first: number, step: number, cells: number) {
  const before = new Int32Array(pixels);
  const after = new Int32Array(pixels);
  const part = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const cell = Math.min(Math.max((i + 0.5 - first) / step, 0), cells - 1);
    before[i] = Math.floor(cell);
    after[i] = Math.min(before[i] + 1, cells - 1);
    part[i] = cell - before[i];
  }
  return { before, after, part };
}

/** Black outside the mask, which is where the map is above the threshold, clear inside: RGBA, row by row. */
export function shadeLayer(pixels: ArrayLike<number>, threshold: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  for (let i = 0; i < pixels.length; i++) rgba[i * 4 + 3] = pixels[i] > threshold ? 0 : SHADE * 255;
  return rgba;
}

export interface HeatScale {
  /** Values drawn in the first and the last colour. */
  low: number;
  high: number;
  colors: ColorMapName;
  /** Only values above are drawn. */
  threshold?: number;
}

/** The map in colours, low values fading out so that the picture beneath stays readable: RGBA, row by row. */
export function heatLayer(pixels: ArrayLike<number>, scale: HeatScale): Uint8ClampedArray<ArrayBuffer> {
  const table = colorTable(scale.colors);
  const range = scale.high - scale.low;
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  for (let i = 0; i < pixels.length; i++) {
    if (scale.threshold !== undefined && !(pixels[i] > scale.threshold)) continue;
    const t = range > 0 ? Math.min(Math.max((pixels[i] - scale.low) / range, 0), 1) : 0;
    const entry = Math.round(t * 255) * 3;
    rgba[i * 4] = table[entry];
    rgba[i * 4 + 1] = table[entry + 1];
    rgba[i * 4 + 2] = table[entry + 2];
    rgba[i * 4 + 3] = 255 * Math.min(1, t * 2.5);
  }
  return rgba;
}

/** Lays RGBA pixels over what the context already shows, stretched to its canvas. */
export function paintLayer(context: CanvasRenderingContext2D, rgba: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): void {
  const layer = document.createElement('canvas');
  layer.width = width;
  layer.height = height;
  layer.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  context.drawImage(layer, 0, 0, context.canvas.width, context.canvas.height);
}
