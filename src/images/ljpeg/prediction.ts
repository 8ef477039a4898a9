/**
 * Prediction in lossless JPEG (ITU-T T.81, Annex H): every sample is coded as its difference, modulo 2^16, from a prediction made of its
 * left (a), upper (b) and upper left (c) neighbours.
 */

/** T.81, table H.1: 1 = a, 2 = b, 3 = c, 4 = a + b - c, 5 = a + (b - c) / 2, 6 = b + (a - c) / 2, 7 = (a + b) / 2. */
export type Predictor = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * The Stanford codec that wrote DDSM (`pvrg`) departs from the standard in two ways, found by comparing what Debian's pvrg-jpeg 1.2.1 writes
 * with what went in: for predictors 2, 3, 6 and 7 the first row is predicted from an imaginary row of 2^(P-1) above it instead of from the
 * left; and prediction goes on over restart markers instead of starting anew. Streams without restarts and with predictor 1, 4 or 5 are the
 * same in both. Nothing in a stream tells the two apart, so whoever knows where it comes from has to say.
 */
export type Dialect = 'pvrg' | 'standard';

/** DDSM's own; encoder and decoder share it, so that what one writes by default the other reads. */
export const DEFAULT_DIALECT: Dialect = 'pvrg';

/** Rows that are coded together: prediction starts anew at the first. */
export interface Interval {
  width: number;
  /** Index of the first sample of the interval, a multiple of the width. */
  start: number;
  /** One past the last sample. */
  end: number;
  predictor: Predictor;
  /** 2^(P - Pt - 1): what the very first sample is predicted as. */
  middle: number;
  dialect: Dialect;
}

/** Replaces differences by samples in place. The array wraps modulo 2^16 as the standard wants. */
export function undoPrediction(v: Uint16Array, interval: Interval): void {
  const { width, start, end, predictor } = interval;
  v[start] += interval.middle;
  const firstEnd = Math.min(start + width, end);
  for (let i = start + 1; i < firstEnd; i++) v[i] += predictFirstRow(v[i - 1], interval);
  for (let row = start + width; row < end; row += width) {
    const stop = Math.min(row + width, end);
    v[row] += v[row - width];
    let a = v[row];
    let c = v[row - width];
    let b = 0;
    switch (predictor) {
      case 1:
        for (let i = row + 1; i < stop; i++) a = v[i] = (v[i] + a) & 0xffff;
        break;
      case 2:
        for (let i = row + 1; i < stop; i++) v[i] += v[i - width];
        break;
      case 3:
        for (let i = row + 1; i < stop; i++) v[i] += v[i - width - 1];
        break;
      case 4:
        for (let i = row + 1; i < stop; i++, c = b) {
          b = v[i - width];
          a = v[i] = (v[i] + a + b - c) & 0xffff;
        }
        break;
      case 5:
        for (let i = row + 1; i < stop; i++, c = b) {
          b = v[i - width];
          a = v[i] = (v[i] + a + ((b - c) >> 1)) & 0xffff;
        }
        break;
      case 6:
        for (let i = row + 1; i < stop; i++, c = b) {
          b = v[i - width];
          a = v[i] = (v[i] + b + ((a - c) >> 1)) & 0xffff;
        }
        break;
      case 7:
        for (let i = row + 1; i < stop; i++) a = v[i] = (v[i] + ((a + v[i - width]) >> 1)) & 0xffff;
        break;
    }
  }
}

/** Writes each sample's difference from its prediction, modulo 2^16, into `out` at the same index. */
export function applyPrediction(v: Uint16Array, out: Uint16Array, interval: Interval): void {
  const { width, start, end, predictor } = interval;
  out[start] = v[start] - interval.middle;
  const firstEnd = Math.min(start + width, end);
  for (let i = start + 1; i < firstEnd; i++) out[i] = v[i] - predictFirstRow(v[i - 1], interval);
  for (let row = start + width; row < end; row += width) {
    const stop = Math.min(row + width, end);
    out[row] = v[row] - v[row - width];
    for (let i = row + 1; i < stop; i++) out[i] = v[i] - predict(predictor, v[i - 1], v[i - width], v[i - width - 1]);
  }
}

/** Prediction from left, upper and upper left; may lie outside the sample range, which the modulus mends. */
function predict(predictor: Predictor, a: number, b: number, c: number): number {
  switch (predictor) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    case 7:
      return (a + b) >> 1;
  }
}

function predictFirstRow(left: number, { predictor, middle, dialect }: Interval): number {
  return dialect === 'pvrg' ? predict(predictor, left, middle, middle) : left;
}
