/** Circles of mini-MIAS as outlines. */
import type { Outline } from '../../protocol/finding';
import { clampOutline } from '../ddsm/chain';
import type { MiasFinding } from './table';

/** Films are given as squares of this side, to which the coordinates are. */
export const MIAS_SIDE = 1024;
/** Corners of the polygon: it leaves a circle of 200 pixels by less than a quarter of one. */
const CORNERS = 64;

/** The circle as a polygon in a width x height view, cut off at its border; y counts from the lower edge. Undefined where its middle lies outside. */
export function circleOutline(
  { x, y, radius }: NonNullable<MiasFinding['circle']>,
  { width, height }: { width: number; height: number },
): Outline | undefined {
  const scale = width / MIAS_SIDE;
  const middle = [x * scale, height - 1 - y * scale];
  if (middle[0] < 0 || middle[1] < 0 || middle[0] > width - 1 || middle[1] > height - 1) return undefined;
  const outline = Array.from({ length: CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * i) / CORNERS;
    return [middle[0] + radius * scale * Math.cos(angle), middle[1] + radius * scale * Math.sin(angle)];
  }).flat();
  return clampOutline(outline, width, height).outline;
}

/** The border of the whole view, for what is spread all over it. */
export function wholeOutline({ width, height }: { width: number; height: number }): Outline {
  return [0, 0, width - 1, 0, width - 1, height - 1, 0, height - 1];
}
