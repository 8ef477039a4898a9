/** What is explained: a view of the data set with its truth, or an image file without; its breast, and the picture of it that is shown. */
import sharp from 'sharp';
import type { View } from '../dataset/model';
import { type LabelOrder, viewLabel } from '../dataset/viewLabel';
import { readGreyRows } from '../patches/view';
import type { GreyImage } from '../pixels/image';
import { resizeArea, resizeRows } from '../pixels/resize';
import type { GreyRows } from '../pixels/rows';
import type { Explanation } from '../protocol/explanation';
import type { Finding } from '../protocol/finding';
import { readImageFile } from './imageFile';

/** Height of a grey picture that travels with an output, in pixels. */
const PICTURE_HEIGHT = 720;

export interface Subject {
  rows: GreyRows;
  viewId: string;
  caseId: string;
  findings: Finding[];
  truth?: string;
  warnings: string[];
}

/**
 * Reads the pixels. Throws ProblemError naming the file.
 * @param photograph images that are no mammograms: a file is not looked over as one
 */
export async function readSubject(
  view: View | string,
  { order, photograph }: { order?: LabelOrder; photograph?: boolean } = {},
): Promise<Subject> {
  if (typeof view === 'string') {
    const { rows, name, warnings } = await readImageFile(view, { photograph });
    return { rows, viewId: name, caseId: name, findings: [], warnings };
  }
  const { id, caseId, findings } = view;
  return { rows: await readGreyRows(view), viewId: id, caseId, findings, truth: viewLabel(view, order), warnings: [] };
}

/** The view's size and a small JPEG of it that travels with the explanation; drawn from a smaller copy of it where there is one that is large enough. */
export async function viewPicture(rows: GreyRows, smaller?: GreyImage): Promise<Explanation['view']> {
  const height = Math.min(rows.height, PICTURE_HEIGHT);
  const width = Math.max(1, Math.round((rows.width * height) / rows.height));
  const small = smaller && smaller.height >= height ? resizeArea(smaller, width, height) : resizeRows(rows, width, height);
  const bytes = new Uint8Array(width * height);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(Math.min(1, Math.max(0, small.data[i])) * 255);
  const jpeg = await sharp(bytes, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 82 })
    .toBuffer();
  const picture = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  return { width: rows.width, height: rows.height, picture, pictureWidth: width, pictureHeight: height };
}

/** A preview, which is made for zooming, as a JPEG data URI of the height that travels with outputs; a smaller one is not enlarged. Rejects when it is no picture. */
export async function travellingPicture(preview: Uint8Array): Promise<string> {
  const jpeg = await sharp(preview).resize({ height: PICTURE_HEIGHT, withoutEnlargement: true }).jpeg({ quality: 82 }).toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}
