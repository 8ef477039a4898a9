/** What a map's picture says, in words: where it is strongest, whether that is on an outlined finding, and how far its mask reaches. */
import type { Explanation } from '../../src/protocol/explanation';
import { decodeGrid, type Grid8 } from '../../src/protocol/grid';
import { placeInWords } from '../../webview/shared/place';
import { percent } from '../../webview/shared/wording';

type Placed = Pick<Explanation, 'view' | 'placement' | 'findings' | 'breast'>;

/** `strongest in the middle, on the outlined finding; 4 % of the view above the threshold, 60 % of that within the outline`. */
export function mapWords(map: Grid8, e: Placed, threshold?: number): string {
  const values = decodeGrid(map);
  const peak = peakOf(values);
  const { x, y } = middleOf(peak, map, e);
  if (map.scale === 0) return `the same everywhere (${map.offset.toPrecision(3)})`;
  const words = [`strongest ${placeInWords(x, y, e.view.width, e.view.height)}${relation(peak, map, e)}`];
  if (threshold !== undefined) words.push(reach(values, map, e, threshold));
  return words.join('; ');
}

/** Where the map is strongest, against the outlines. */
function relation(peak: number, map: Grid8, e: Placed): string {
  if (e.findings.length === 0) return '';
  const { x, y } = middleOf(peak, map, e);
  const [w, h] = [e.placement.stepX / 2, e.placement.stepY / 2];
  // A finding smaller than a cell lies between the middles of cells.
  const touches = e.findings.some(
    ({ boundary }) =>
      isInside(x, y, boundary) || boundary.some((v, i) => i % 2 === 0 && Math.abs(v - x) <= w && Math.abs(boundary[i + 1] - y) <= h),
  );
  return touches ? ', on the outlined finding' : ', off the outlined finding';
}

function reach(values: Float32Array, map: Grid8, e: Placed, threshold: number): string {
  let above = 0;
  let within = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] > threshold)) continue;
    above++;
    const { x, y } = middleOf(i, map, e);
    if (e.findings.some(({ boundary }) => isInside(x, y, boundary))) within++;
  }
  if (above === 0) return 'nowhere above the threshold';
  const cells = e.breast ? decodeGrid(e.breast).reduce((sum, on) => sum + on, 0) : values.length;
  const share = `${percent(above / cells)} of the ${e.breast ? 'breast' : 'view'} above the threshold`;
  if (e.findings.length === 0) return share;
  return within === 0 ? `${share}, none of it within the outline` : `${share}, ${percent(within / above)} of that within the outline`;
}

function peakOf(values: Float32Array): number {
  let peak = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[peak]) peak = i;
  return peak;
}

/** Middle of a cell in view pixels. */
function middleOf(cell: number, { width }: Grid8, { placement: p }: Placed): { x: number; y: number } {
  return { x: p.x0 + (cell % width) * p.stepX, y: p.y0 + Math.floor(cell / width) * p.stepY };
}

/** Even-odd rule on a closed polygon x0, y0, x1, y1, … */
export function isInside(x: number, y: number, polygon: readonly number[]): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i + 1 < polygon.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [polygon[i], polygon[i + 1], polygon[j], polygon[j + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
