/** Grey images as the method sees them: float32 in 0..1, white = dense tissue, row by row. */
export interface GreyImage {
  width: number;
  height: number;
  /** [height, width] */
  data: Float32Array;
}

/** A rectangle in pixels; width and height at least 1. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One byte a pixel, 0 or 1. */
export interface Mask {
  width: number;
  height: number;
  data: Uint8Array;
}
