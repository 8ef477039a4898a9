/** A view's pixels as the method sees them: grey in 0..1, whole or resized for the fully convolutional network. */

import { greyRows, toGrey } from '../dataset/density';
import { readFrame } from '../dataset/frame';
import type { View } from '../dataset/model';
import type { GreyImage } from '../pixels/image';
import { resizeRows } from '../pixels/resize';
import type { GreyRows } from '../pixels/rows';
import type { Config } from '../project/config';
import { sideInPixels } from './tiling';

/** The view in its own pixels. Throws ProblemError when the file cannot be read whole. */
export async function readGrey(view: View): Promise<GreyImage> {
  return toGrey(await readFrame(view), view);
}

/** The same row by row, for who wants no more than a smaller copy. */
export async function readGreyRows(view: View): Promise<GreyRows> {
  return greyRows(await readFrame(view), view);
}

/**
 * The whole view, resized so that a patch of the first configured side has `patchSize` pixels, as in training (SPEC 8); both axes by the
 * same factor, rounded to whole pixels. Throws ProblemError when the file cannot be read whole.
 * @param patchSize the network's input side; by default the configured patch size.
 */
export async function viewImage(view: View, config: Pick<Config, 'patches'>, patchSize = config.patches.size): Promise<GreyImage> {
  return forNetwork(await readGreyRows(view), config, patchSize);
}

/** The same of an image that was read already. */
export function forNetwork(rows: GreyRows, config: Pick<Config, 'patches'>, patchSize = config.patches.size): GreyImage {
  const scale = viewScale(rows.width, rows.height, config, patchSize);
  return resizeRows(rows, Math.max(1, Math.round(rows.width * scale)), Math.max(1, Math.round(rows.height * scale)));
}

/** Pixels of the resized view for one pixel of the view itself. */
export function viewScale(width: number, height: number, config: Pick<Config, 'patches'>, patchSize = config.patches.size): number {
  return patchSize / sideInPixels(width, height, config.patches.side[0]);
}
