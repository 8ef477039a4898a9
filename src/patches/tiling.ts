/** Where patches lie in a view: overlapping squares that cover it whole (SPEC 3). */
import type { Config } from '../project/config';
import type { PatchPlace } from './patch';

/** A patch's square in view pixels. */
export type Square = Omit<PatchPlace, 'viewId'>;

/**
 * Squares that cover a width x height view: for each share of the width in `side`, squares of that side with steps of `stride` x side,
 * row by row; the last row and column are shifted inwards to end at the border. A side longer than the view is cut to fit.
 */
export function tile(width: number, height: number, { side, stride }: Pick<Config['patches'], 'side' | 'stride'>): Square[] {
  return side.flatMap((share) => {
    const size = sideInPixels(width, height, share);
    const step = Math.max(1, Math.round(size * stride));
    return starts(height, size, step).flatMap((y) => starts(width, size, step).map((x) => ({ x, y, size })));
  });
}

/** A patch's side in view pixels: a share of the view's width, at least 1 pixel and no longer than the view. */
export function sideInPixels(width: number, height: number, share: number): number {
  return Math.max(1, Math.min(Math.round(width * share), width, height));
}

function starts(length: number, size: number, step: number): number[] {
  const result: number[] = [];
  for (let start = 0; start + size < length; start += step) result.push(start);
  result.push(length - size);
  return result;
}
