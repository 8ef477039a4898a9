/** Outlines as tables and programs give them, made fit to be rasterised in their view. */
import { polygonBounds, rasteriseIn } from '../pixels/polygon';
import type { Outline } from '../protocol/finding';
import type { Problem } from '../protocol/problem';
import { clampOutline } from './ddsm/chain';
import { LEST_NORMAL, oddity, omission } from './fault';

export interface FittedOutline {
  outline: Outline;
  /** Pixels by which its farthest corner lay outside. */
  outside: number;
}

/**
 * The outline moved into a width x height view; undefined where no corner lies in it. One that holds no pixel's middle, such as a single point between
 * four pixels, is put on whole pixels, for a finding never vanishes. Throws RangeError for no points, or coordinates that are not finite.
 */
export function outlineInView(outline: Outline, { width, height }: { width: number; height: number }): FittedOutline | undefined {
  if (outline.length < 2) throw new RangeError('An outline has at least one point.');
  const bounds = polygonBounds(outline, width, height);
  // Half a pixel beyond the middle of the outermost one is still that pixel.
  const corners = Array.from({ length: outline.length / 2 }, (_, i) => [outline[2 * i], outline[2 * i + 1]]);
  const inside = corners.some(([x, y]) => x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5);
  if (!bounds || !inside) return undefined;
  const moved = clampOutline(outline, width, height);
  const window = polygonBounds(moved.outline, width, height);
  const empty = !window || !rasteriseIn(moved.outline, window).data.includes(1);
  return { outline: empty ? moved.outline.map(Math.round) : moved.outline, outside: moved.outside };
}

/** The same, with a problem for whatever leaves the view by more than the half pixel that programs differ by; undefined, with an error, for one outside. */
export function fitOutline(
  outline: Outline,
  size: { width: number; height: number },
  at: { file: string; line?: number },
  problems: Problem[],
): Outline | undefined {
  const frame = `${size.width} x ${size.height} view`;
  const fitted = outlineInView(outline, size);
  if (!fitted) {
    const first = `(${outline[0]}, ${outline[1]})`;
    const found = `an outline outside the ${frame}, from ${first}`;
    problems.push(omission('dataset.outline.outside', at, found, 'an outline in the view', LEST_NORMAL));
  } else if (fitted.outside > 1) {
    const found = `an outline that leaves the ${frame} by ${Math.round(fitted.outside)} pixels`;
    problems.push(oddity('dataset.outline.leaves', at, found, 'an outline inside the view', 'It is moved to the border.'));
  }
  return fitted?.outline;
}
