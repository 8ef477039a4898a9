/** What a synthetic view is drawn on: density that adds up as in a projection, and a mask per concept beside it. */
import type { Mask, Rect } from '../pixels/image';

/**
 * One view while it is drawn, chest wall on the left whatever the breast. Density is in grey units above the black film (white = 1);
 * drawings add to it, as X-ray attenuation does.
 */
export interface Canvas {
  width: number;
  height: number;
  /** [height, width] */
  density: Float32Array;
  /** Truth: concept -> [height, width] of 0 and 1. */
  concepts: Map<string, Uint8Array>;
}

export function blankCanvas(width: number, height: number): Canvas {
  return { width, height, density: new Float32Array(width * height), concepts: new Map() };
}

/** The mask of a concept, made empty at its first use. */
export function conceptMask(canvas: Canvas, concept: string): Mask {
  let data = canvas.concepts.get(concept);
  if (!data) {
    data = new Uint8Array(canvas.width * canvas.height);
    canvas.concepts.set(concept, data);
  }
  return { width: canvas.width, height: canvas.height, data };
}

/** The part of the canvas within `reach` of a point; undefined when nothing of it lies on the canvas. */
export function windowAround(canvas: Canvas, x: number, y: number, reach: number): Rect | undefined {
  const left = Math.max(0, Math.floor(x - reach));
  const top = Math.max(0, Math.floor(y - reach));
  const right = Math.min(canvas.width - 1, Math.ceil(x + reach));
  const bottom = Math.min(canvas.height - 1, Math.ceil(y + reach));
  return right < left || bottom < top ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A drawing's own sheet: strokes on it cover each other (the denser one stays), and the whole is then added to the canvas once. */
export interface Layer {
  window: Rect;
  data: Float32Array;
}

export function layerAround(canvas: Canvas, x: number, y: number, reach: number): Layer {
  const window = windowAround(canvas, x, y, reach) ?? { x: 0, y: 0, width: 1, height: 1 };
  return { window, data: new Float32Array(window.width * window.height) };
}

/** Raises each pixel of the layer within `reach` of (x, y) to density(distance to the point in x, in y). */
export function stroke(layer: Layer, x: number, y: number, reach: number, density: (dx: number, dy: number) => number): void {
  const { window, data } = layer;
  const left = Math.max(window.x, Math.floor(x - reach));
  const right = Math.min(window.x + window.width - 1, Math.ceil(x + reach));
  const top = Math.max(window.y, Math.floor(y - reach));
  const bottom = Math.min(window.y + window.height - 1, Math.ceil(y + reach));
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const at = (row - window.y) * window.width + column - window.x;
      const value = density(column - x, row - y);
      if (value > data[at]) data[at] = value;
    }
}

export function addLayer(canvas: Canvas, { window, data }: Layer): void {
  for (let row = 0; row < window.height; row++) {
    const to = (window.y + row) * canvas.width + window.x;
    const from = row * window.width;
    for (let i = 0; i < window.width; i++) canvas.density[to + i] += data[from + i];
  }
}

/** Sets a concept wherever the rule holds within `reach` of (x, y). */
export function markConcept(
  canvas: Canvas,
  concept: string,
  x: number,
  y: number,
  reach: number,
  inside: (dx: number, dy: number) => boolean,
): void {
  const window = windowAround(canvas, x, y, reach);
  if (!window) return;
  const { data } = conceptMask(canvas, concept);
  for (let row = window.y; row < window.y + window.height; row++)
    for (let column = window.x; column < window.x + window.width; column++)
      if (inside(column - x, row - y)) data[row * canvas.width + column] = 1;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
