/** Agreement with the true report, measured: does a unit's annotation fit a finding, does its mask hit an outline (SPEC 8). */
import { canonicalTerm, termsIn } from '../annotation/lexicon';
import { forEachAbove } from '../mining/masks';
import { rasterise } from '../pixels/polygon';
import type { Phenomenon } from '../protocol/annotation';
import type { Explanation, UnitEvidence } from '../protocol/explanation';
import { type Finding, findingKeywords } from '../protocol/finding';
import { decodeGrid, type Grid8, type GridPlacement } from '../protocol/grid';
import type { Size } from './maps';

/** A mask hits when this share of its area lies in the outline. */
const HIT_SHARE = 0.3;
/** Masks and outlines are compared on a copy of the view whose longer side has at most this many pixels. */
const LONGER_SIDE = 512;

/** For every shown unit; undefined where no finding is known. */
export function agreementWith(
  findings: readonly Finding[],
  evidence: readonly UnitEvidence[],
  placement: GridPlacement,
  view: Size,
): Explanation['agreement'] {
  if (findings.length === 0) return undefined;
  return evidence.map(({ unit, annotations, map, maskThreshold }) => ({
    unit,
    fits: annotations.some((a) => a.phenomena.some((p) => findings.some((f) => fits(p, f)))),
    hits: map !== undefined && maskThreshold !== undefined && findings.some((f) => hits(map, maskThreshold, placement, f, view)),
  }));
}

/**
 * An annotation fits a finding when its category is one of the finding's and at least one of its terms is among the finding's
 * keywords, in any spelling. Free words count through the lexicon's synonyms; they give the category too where none was chosen.
 */
export function fits(phenomenon: Phenomenon, finding: Pick<Finding, 'lesions'>): boolean {
  const said = termsIn(phenomenon.description);
  const categories = phenomenon.category ? [phenomenon.category] : said.categories;
  const terms = [...phenomenon.terms, ...said.terms].map(canonicalTerm);
  const keywords = new Set(findingKeywords(finding).map(canonicalTerm));
  return finding.lesions.some((lesion) => categories.includes(lesion.kind)) && terms.some((term) => keywords.has(term));
}

/** The unit's mask hits a finding when the mask's centre of mass or 30 % of its area lies in the outline. An empty mask hits nothing. */
export function hits(map: Grid8, threshold: number, placement: GridPlacement, finding: Pick<Finding, 'boundary'>, view: Size): boolean {
  const scale = Math.min(1, LONGER_SIDE / Math.max(view.width, view.height));
  const width = Math.max(1, Math.round(view.width * scale));
  const height = Math.max(1, Math.round(view.height * scale));
  const [across, down] = [width / view.width, height / view.height];
  // Outline coordinates are middles of pixels, placements count from a pixel's edge.
  const points = finding.boundary.map((v, i) => (i % 2 === 0 ? (v + 0.5) * across - 0.5 : (v + 0.5) * down - 0.5));
  const outline = rasterise(points, width, height);
  const small = { x0: placement.x0 * across, y0: placement.y0 * down, stepX: placement.stepX * across, stepY: placement.stepY * down };
  let area = 0;
  let within = 0;
  let columns = 0;
  let rows = 0;
  forEachAbove({ width: map.width, height: map.height, data: decodeGrid(map), placement: small }, threshold, width, height, (pixel) => {
    area++;
    within += outline.data[pixel];
    columns += pixel % width;
    rows += Math.floor(pixel / width);
  });
  if (area === 0) return false;
  const centre = Math.round(rows / area) * width + Math.round(columns / area);
  return outline.data[centre] === 1 || within / area >= HIT_SHARE;
}
