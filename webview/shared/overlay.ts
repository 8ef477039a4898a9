/** Layers over a picture from a map of its size: coloured (heat), or a shade outside the unit's mask (segmented patches: paper, Figures 2 and 3). */
import { type Grid8, type GridPlacement, sampleBilinear } from '../../src/protocol/grid';
import { SHADE } from '../../src/protocol/segmentation';
import { type ColorMapName, colorTable } from './colormap';

/** Value of a decoded map at a point of the picture, in the placement's pixels. */
export function valueAt(values: ArrayLike<number>, map: Pick<Grid8, 'width' | 'height'>, at: GridPlacement, x: number, y: number): number {
  return sampleBilinear(values, map.width, map.height, (x - at.x0) / at.stepX, (y - at.y0) / at.stepY);
}

/** Black outside the mask, which is where the map is above the threshold, clear inside: RGBA, row by row. */
export function shadeLayer(pixels: ArrayLike<number>, threshold: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  for (let i = 0; i < pixels.length; i++) rgba[i * 4 + 3] = pixels[i] > threshold ? 0 : SHADE * 255;
  return rgba;
}

/**
 * The border of the mask, which is where the map is above the threshold: `width` pixels of `color` (RGB) inside it, a dark line outside, so that
 * it is seen on bright and on dark tissue. RGBA, row by row, of a picture `columns` pixels wide.
 */
export function outlineLayer(
  pixels: ArrayLike<number>,
  columns: number,
  threshold: number,
  color: readonly [number, number, number],
  width: number,
): Uint8ClampedArray<ArrayBuffer> {
  const rows = pixels.length / columns;
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  const isIn = (x: number, y: number) => x >= 0 && y >= 0 && x < columns && y < rows && pixels[y * columns + x] > threshold;
  // The border runs between a pixel inside and a neighbour outside, which the picture's edge is too: it paints a square around both.
  const paint = (x: number, y: number, reach: number, inside: boolean) => {
    for (let v = Math.max(0, y - reach); v <= Math.min(rows - 1, y + reach); v++)
      for (let u = Math.max(0, x - reach); u <= Math.min(columns - 1, x + reach); u++) {
        const at = (v * columns + u) * 4;
        if (isIn(u, v) !== inside) continue;
        if (inside) rgba.set(color, at);
        rgba[at + 3] = inside ? 255 : 150;
      }
  };
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      if (!isIn(x, y) || (isIn(x - 1, y) && isIn(x + 1, y) && isIn(x, y - 1) && isIn(x, y + 1))) continue;
      paint(x, y, width - 1, true);
      paint(x, y, Math.max(1, Math.round(width / 2)), false);
    }
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
