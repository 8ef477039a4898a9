/** A patch's label from the findings it meets (SPEC 3): enough of the patch or enough of one finding, malignant before benign; or from its view's class. */
import type { View } from '../dataset/model';
import { findingLabel, labelOrder } from '../dataset/viewLabel';
import type { Rect } from '../pixels/image';
import { polygonBounds, rasteriseIn } from '../pixels/polygon';
import type { Config } from '../project/config';
import type { Finding } from '../protocol/finding';
import { AMBIGUOUS, type PatchLabel } from './patch';
import type { Square } from './tiling';

export type LabelRule = Pick<Config['patches'], 'minPatchCover' | 'minFindingCover' | 'rule' | 'keepAmbiguous'>;

/** Pixels set inside any rectangle, in constant time: a summed-area table over the window that holds them all. */
interface Area {
  window: Rect;
  /** [window.height + 1, window.width + 1] */
  sums: Uint32Array;
  total: number;
}

/** The findings of one class: together and one by one. */
interface Claim {
  label: PatchLabel;
  union: Area;
  findings: Area[];
}

/** A view's findings prepared for labelling its patches. Claims are ordered: the first that is met decides. */
export interface Truth {
  normal: PatchLabel;
  claims: Claim[];
}

/**
 * Rasterises the findings' boundaries exactly (boundary pixels included), cut to the width x height view. What a finding of none of `classes`
 * claims is ambiguous (unproven: it may be malignant), and so is tissue without a finding when no class is the healthy one. Every patch of a view
 * that has a class of its own and no findings is of that class.
 * @param background explanation.background: healthy where no class is called `normal`
 */
export function viewTruth(
  { className, findings }: Pick<View, 'className' | 'findings'>,
  width: number,
  height: number,
  classes: readonly string[],
  background?: string | null,
): Truth {
  if (className !== undefined && findings.length === 0) return { normal: classes.indexOf(className), claims: [] };
  const { first, healthy } = labelOrder(classes, background);
  const labels = new Set([...first, ...findings.map(findingLabel).filter((label) => label !== healthy), healthy]);
  const claims: Claim[] = [];
  for (const label of labels) {
    const masks = findings.filter((f) => findingLabel(f) === label).flatMap((f) => boundaryMask(f, width, height) ?? []);
    if (masks.length === 0) continue;
    claims.push({ label: classes.indexOf(label), union: unionArea(masks), findings: masks.map((m) => areaOf(m.window, m.data)) });
  }
  return { normal: classes.indexOf(healthy), claims };
}

/**
 * Index into the classes, or AMBIGUOUS. A class claims the patch when its findings together cover at least minPatchCover of it, or (by
 * rule: and) at least minFindingCover of one finding lies in it. The worst claim wins. A patch that touches a finding and meets no
 * claim is ambiguous; with keepAmbiguous it takes the worst class that it touches.
 */
export function labelPatch(patch: Square, truth: Truth, rule: LabelRule): PatchLabel {
  const claimed = truth.claims.find((claim) => claims(patch, claim, rule));
  if (claimed) return claimed.label;
  const touched = truth.claims.find((claim) => pixelsIn(claim.union, patch) > 0);
  if (!touched) return truth.normal;
  return rule.keepAmbiguous ? touched.label : AMBIGUOUS;
}

function claims(patch: Square, claim: Claim, rule: LabelRule): boolean {
  const covered = pixelsIn(claim.union, patch);
  if (covered === 0) return false;
  const patchMet = covered >= rule.minPatchCover * patch.size * patch.size;
  const findingMet = claim.findings.some((f) => {
    const inside = pixelsIn(f, patch);
    return inside > 0 && inside >= rule.minFindingCover * f.total;
  });
  return rule.rule === 'and' ? patchMet && findingMet : patchMet || findingMet;
}

function boundaryMask(finding: Finding, width: number, height: number): { window: Rect; data: Uint8Array } | undefined {
  const window = finding.boundary.length >= 2 ? polygonBounds(finding.boundary, width, height) : undefined;
  return window && { window, data: rasteriseIn(finding.boundary, window).data };
}

function unionArea(masks: readonly { window: Rect; data: Uint8Array }[]): Area {
  if (masks.length === 1) return areaOf(masks[0].window, masks[0].data);
  const x = Math.min(...masks.map((m) => m.window.x));
  const y = Math.min(...masks.map((m) => m.window.y));
  const width = Math.max(...masks.map((m) => m.window.x + m.window.width)) - x;
  const height = Math.max(...masks.map((m) => m.window.y + m.window.height)) - y;
  const data = new Uint8Array(width * height);
  for (const m of masks)
    for (let row = 0; row < m.window.height; row++) {
      const to = (m.window.y - y + row) * width + m.window.x - x;
      for (let i = 0; i < m.window.width; i++) data[to + i] |= m.data[row * m.window.width + i];
    }
  return areaOf({ x, y, width, height }, data);
}

function areaOf(window: Rect, data: Uint8Array): Area {
  const stride = window.width + 1;
  const sums = new Uint32Array(stride * (window.height + 1));
  for (let row = 0; row < window.height; row++) {
    let line = 0;
    for (let i = 0; i < window.width; i++) {
      line += data[row * window.width + i];
      sums[(row + 1) * stride + i + 1] = sums[row * stride + i + 1] + line;
    }
  }
  return { window, sums, total: sums[sums.length - 1] };
}

function pixelsIn({ window, sums }: Area, patch: Square): number {
  const left = Math.max(0, patch.x - window.x);
  const top = Math.max(0, patch.y - window.y);
  const right = Math.min(window.width, patch.x + patch.size - window.x);
  const bottom = Math.min(window.height, patch.y + patch.size - window.y);
  if (right <= left || bottom <= top) return 0;
  const stride = window.width + 1;
  return sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left] + sums[top * stride + left];
}
