/** Views without an outline of breasts that are assessed as if there were something to outline. */
import type { Problem } from '../protocol/problem';
import { needsNoOutline } from './assessment';
import { LEST_NORMAL, omission } from './fault';
import type { Laterality, View } from './model';

/** One image of a case as its table has it. */
export interface AssessedImage {
  at: { file: string; line: number };
  laterality?: Laterality;
  assessment?: number;
  /** Whether the data set outlines a finding in it. */
  outlined: boolean;
  /** Undefined where the image cannot be used. */
  view?: View;
}

/**
 * The views of a case that can be used. A view without an outline is normal tissue where its breast is assessed BI-RADS 1 or 2, and where the finding was
 * outlined in another view of the breast and not seen in this one; else there is a lesion that nobody outlined, and the view is left out with an error.
 * `benign` counts views assessed 2 without an outline.
 */
export function withoutHiddenLesions(images: readonly AssessedImage[], problems: Problem[]): { views: View[]; benign: number } {
  const views: View[] = [];
  let benign = 0;
  for (const image of images) {
    const { view, assessment, laterality, at } = image;
    if (!view) continue;
    const elsewhere = images.some((other) => other.outlined && (other === image || (laterality && other.laterality === laterality)));
    if (!elsewhere && !needsNoOutline(assessment)) {
      const found = `${assessment === undefined ? 'no assessment' : `BI-RADS ${assessment}`} and no outlined finding in any view of the breast`;
      problems.push(omission('dataset.unoutlined', { ...at }, found, 'an outline of what was assessed', LEST_NORMAL));
      continue;
    }
    if (!elsewhere && assessment === 2) benign++;
    views.push(view);
  }
  return { views, benign };
}
