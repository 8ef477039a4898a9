/** Tells a picture from a raster cut at the wrong width: neighbouring rows of a film look alike. */
import type { Frame } from '../images/frame';
import { ProblemError } from '../protocol/problem';

/** Below this size there are too few pairs to judge by. */
const LEAST_SIDE = 32;
const PAIRS = 20000;

export interface Differences {
  /** Mean absolute difference of pixels side by side, of pixels one above the other, and of pixels taken anywhere. */
  beside: number;
  below: number;
  anywhere: number;
}

/** Mean absolute differences of about 20,000 pairs of each sort, spread evenly over the frame. */
export function neighbourDifferences({ width, height, data }: Frame): Differences {
  const last = data.length - width - 1;
  const step = Math.max(1, Math.floor(last / PAIRS));
  let [beside, below, anywhere, count] = [0, 0, 0, 0];
  for (let i = 0; i < last; i += step, count++) {
    // The last column has no neighbour beside it.
    const at = i % width === width - 1 ? i + 1 : i;
    beside += Math.abs(data[at] - data[at + 1]);
    below += Math.abs(data[at] - data[at + width]);
    // Far away in both directions: a golden-section step over the whole frame.
    anywhere += Math.abs(data[at] - data[(at + Math.floor(0.381966 * width * height) + (width >> 1)) % data.length]);
  }
  return { beside: beside / count, below: below / count, anywhere: anywhere / count };
}

/**
 * Throws ProblemError `image.frame.rows` when a row has no more in common with the next than with any other, while neighbours within a row agree:
 * the sign of a wrong width.
 */
export function checkContinuity(frame: Frame, file: string): void {
  if (frame.width < LEAST_SIDE || frame.height < LEAST_SIDE) return;
  const { beside, below, anywhere } = neighbourDifferences(frame);
  if (below < 0.4 * anywhere || below < 5 * beside) return;
  throw new ProblemError({
    code: 'image.frame.rows',
    file,
    found: `rows of ${frame.width} pixels that do not continue each other (mean difference ${below.toFixed(0)} between rows, ${beside.toFixed(0)} within)`,
    expected: 'a picture: the width is probably wrong',
    remedy:
      'Compare the size that the data set states (DDSM: LINES and PIXELS_PER_LINE in the .ics) with the original. Until then the view is left out.',
  });
}
