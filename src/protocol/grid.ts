/**
 * Small 8-bit maps with a scale: how activation, CAM and probability maps travel between processes, files and pages.
 * value = offset + byte * scale. A 24 x 36 map is 1.2 KB of base64, where its picture would be fifty times that.
 */
export interface Grid8 {
  width: number;
  height: number;
  offset: number;
  scale: number;
  /** base64 of width x height bytes, row by row. */
  data: string;
}

/** Quantises a row-major map [height, width] to 8 bits over its own range; error at most half a step. */
export function encodeGrid(values: ArrayLike<number>, width: number, height: number): Grid8 {
  if (values.length !== width * height)
    throw new RangeError(`A ${width} x ${height} grid has ${width * height} values, found ${values.length}.`);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) throw new RangeError('A grid holds finite numbers only.');
  const scale = (high - low) / 255;
  const bytes = new Uint8Array(values.length);
  if (scale > 0) for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round((values[i] - low) / scale);
  let binary = '';
  for (const b of bytes) binary += String.fromCharCode(b);
  return { width, height, offset: low, scale, data: btoa(binary) };
}

/** Back to numbers, row by row. Throws RangeError when the data does not fit the size. */
export function decodeGrid(grid: Grid8): Float32Array {
  const binary = atob(grid.data);
  if (binary.length !== grid.width * grid.height)
    throw new RangeError(`A ${grid.width} x ${grid.height} grid holds ${binary.length} bytes.`);
  const values = new Float32Array(binary.length);
  for (let i = 0; i < values.length; i++) values[i] = grid.offset + binary.charCodeAt(i) * grid.scale;
  return values;
}

/** Where a feature map lies over an image: cell (column, row) is centred at (x0 + column * stepX, y0 + row * stepY) image pixels. */
export interface GridPlacement {
  x0: number;
  y0: number;
  stepX: number;
  stepY: number;
}

/** Value of a row-major map [height, width] at fractional cell (column, row), bilinear, clamped at the border. */
export function sampleBilinear(values: ArrayLike<number>, width: number, height: number, column: number, row: number): number {
  const c = Math.min(Math.max(column, 0), width - 1);
  const r = Math.min(Math.max(row, 0), height - 1);
  const c0 = Math.floor(c);
  const r0 = Math.floor(r);
  const c1 = Math.min(c0 + 1, width - 1);
  const r1 = Math.min(r0 + 1, height - 1);
  const fc = c - c0;
  const fr = r - r0;
  const top = values[r0 * width + c0] * (1 - fc) + values[r0 * width + c1] * fc;
  const bottom = values[r1 * width + c0] * (1 - fc) + values[r1 * width + c1] * fc;
  return top * (1 - fr) + bottom * fr;
}
