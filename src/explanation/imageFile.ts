/** An image file that is not in the data set (PNG, JPEG, TIFF, PGM, lossless JPEG), read to grey values for an explanation. */
import path from 'node:path';
import { greyRows } from '../dataset/density';
import type { Frame } from '../images/frame';
import { readImage, readImageHeader } from '../images/read';
import type { GreyRows } from '../pixels/rows';
import { ProblemError } from '../protocol/problem';
import { lookOver } from './doubtfulImage';
import { requireUsualSize } from './imageLimits';

export interface ForeignImage {
  rows: GreyRows;
  /** File name without folder and ending: all that is told of where it came from. */
  name: string;
  warnings: string[];
}

/**
 * Reads the file; its values are spread over 0..1 by a robust window. Throws ProblemError `image.*` naming the file.
 * @param photograph of a project of other images than mammograms: what does not look like one is not told of, and nothing is turned
 */
export async function readImageFile(file: string, { photograph = false } = {}): Promise<ForeignImage> {
  requireUsualSize(await readImageHeader(file).catch(missing), file);
  const frame = await readImage(file);
  const first = frame.data[0];
  if (frame.data.every((v) => v === first))
    throw new ProblemError({
      code: 'image.blank',
      file,
      found: `nothing but the value ${first}`,
      expected: photograph ? 'a picture' : 'a mammogram',
      remedy: 'Choose another file.',
    });
  const grey = greyRows(frame, {});
  const { rows, warnings } = photograph ? { rows: grey, warnings: [] } : lookOver(grey);
  return {
    rows,
    name: path.basename(file).replace(/(\.(ljpeg|png|jpe?g|tiff?|pgm|16_pgm|\d+))+$/i, ''),
    warnings: [
      'This image is not in the data set: its true findings are not known.',
      ...(photograph ? [] : mammogramWarnings(frame)),
      ...(frame.coloured ? ['The image is in colour: its brightness was taken for grey.'] : []),
      ...warnings,
    ],
  };
}

function mammogramWarnings({ bits }: Frame): string[] {
  return [
    'Its scanner is not known: grey values were spread by a robust window instead of optical density.',
    ...(bits <= 8 ? ['The file has 8 bits a pixel: fine differences of density are lost.'] : []),
  ];
}

/** A path that is wrong may also have been meant as a view's id. */
function missing(error: unknown): never {
  if (!(error instanceof ProblemError && error.problem.code === 'file.missing')) throw error;
  throw new ProblemError({
    ...error.problem,
    code: 'image.missing',
    expected: 'an image file, or the id of a view of the data set such as B_3024_1.LEFT_CC',
    remedy: 'Check the path, or list the views with "deepminer views".',
  });
}
