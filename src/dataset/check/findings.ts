/** Findings that lie where no finding can be. */
import type { CheckedProblem } from '../../protocol/dataCheck';
import type { Outline } from '../../protocol/finding';
import { isOutline } from './pixelFacts';
import { percent, problemOf, type Seen } from './seen';

/** Outlines may leave the image by so many pixels: chain codes do. */
const OVERSHOOT = 2;
/** Of a finding: less in the breast is another picture's outline, or an axis turned round. */
const LEAST_INSIDE = 0.25;

export function misplacedFindings(seen: readonly Seen[]): CheckedProblem[] {
  return seen.flatMap((s) =>
    s.view.findings.flatMap(({ id, boundary }, i) => misplaced(s, id, boundary, s.look.facts?.findingsInTissue[i])),
  );
}

function misplaced(s: Seen, id: number, boundary: Outline, inTissue: number | undefined): CheckedProblem[] {
  const { width, height } = s.view;
  const problem = (severity: 'error' | 'warning', code: string, found: string, expected: string, remedy: string) => [
    problemOf('suspect', [s], { severity, code, found: `finding ${id} of ${s.view.id} ${found}`, expected, remedy }),
  ];
  const box = boxOf(boundary);
  const remedy = 'Compare the outline with the picture: it may be of another view, of another size of it, or counted from another corner.';
  if (!isOutline(boundary))
    return problem('error', 'finding.noOutline', 'has no outline', 'an outline, or a point at least', 'Draw its outline again.');
  if (box.right < 0 || box.bottom < 0 || box.left > width - 1 || box.top > height - 1)
    return problem('error', 'finding.outside', `lies outside its image of ${width} x ${height} pixels`, 'an outline in the image', remedy);
  if (Math.min(box.left, box.top) < -OVERSHOOT || box.right > width - 1 + OVERSHOOT || box.bottom > height - 1 + OVERSHOOT)
    return problem(
      'warning',
      'finding.beyond',
      `reaches beyond its image of ${width} x ${height} pixels`,
      'an outline in the image',
      remedy,
    );
  const noBreast = (s.look.facts?.tissue ?? 0) === 0;
  if (inTissue !== undefined && inTissue < LEAST_INSIDE && !noBreast)
    return problem(
      'warning',
      'finding.outsideTissue',
      `has ${percent(inTissue)} of its area in the breast`,
      'a finding in the breast',
      remedy,
    );
  return [];
}

function boxOf(boundary: Outline): { left: number; top: number; right: number; bottom: number } {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = 0; i + 1 < boundary.length; i += 2) {
    box.left = Math.min(box.left, boundary[i]);
    box.right = Math.max(box.right, boundary[i]);
    box.top = Math.min(box.top, boundary[i + 1]);
    box.bottom = Math.max(box.bottom, boundary[i + 1]);
  }
  return box;
}
