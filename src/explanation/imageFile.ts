/** An image file that is not in the data set (PNG, JPEG, TIFF, PGM, DICOM, lossless JPEG), read to grey values for an explanation. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { greyRows } from '../dataset/density';
import type { Frame, ImageHeader } from '../images/frame';
import { readImage, readImageHeader } from '../images/read';
import type { GreyRows } from '../pixels/rows';
import { ProblemError } from '../protocol/problem';
import { lookOver } from './doubtfulImage';
import { requireUsualSize } from './imageLimits';

export interface ForeignImage {
  rows: GreyRows;
  /** All that is told of where it came from: the file's name without folder and ending; of DICOM, whose files are often named after patients, a name of its own. */
  name: string;
  warnings: string[];
}

/**
 * Reads the file; its values are spread over 0..1 by the window that it states, else by a robust one. Throws ProblemError `image.*` naming the file.
 * @param photograph of a project of other images than mammograms: what does not look like one is not told of, and nothing is turned
 */
export async function readImageFile(file: string, { photograph = false } = {}): Promise<ForeignImage> {
  const header = await readImageHeader(file).catch(missing);
  requireUsualSize(header, file);
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
    name: header.dicom
      ? dicomName(header.dicom, frame)
      : path.basename(file).replace(/(\.(ljpeg|png|jpe?g|tiff?|pgm|16_pgm|gz|\d+))+$/i, ''),
    warnings: [
      'This image is not in the data set: its true findings are not known.',
      ...(photograph ? [] : mammogramWarnings(frame)),
      ...(frame.coloured ? ['The image is in colour: its brightness was taken for grey.'] : []),
      ...(header.pages ? [`The file has ${header.pages} pages: the first was read.`] : []),
      ...dicomWarnings(header),
      ...warnings,
    ],
  };
}

/** `DICOM_1a2b3c4d.LEFT_MLO`: a digest of the pixels tells images apart, and nothing of the patient. */
function dicomName({ laterality, viewPosition }: NonNullable<ImageHeader['dicom']>, { data }: Frame): string {
  const digest = createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
    .slice(0, 8);
  // A free text in the place of a projection may be anything.
  const projection = /^[A-Z]{2,4}$/.test(viewPosition ?? '') ? viewPosition : undefined;
  const view = [laterality, projection].filter((part) => part !== undefined).join('_');
  return `DICOM_${digest}${view && `.${view}`}`;
}

function dicomWarnings({ dicom }: ImageHeader): string[] {
  return [
    ...(dicom?.modality && dicom.modality !== 'MG' ? ['The file says that it is no mammogram: its modality is not MG.'] : []),
    ...(dicom?.identifiers.length && !dicom.identityRemoved
      ? [`The file tells who the patient is (${dicom.identifiers.join(', ')}): none of it is in this output.`]
      : []),
  ];
}

function mammogramWarnings({ bits, window }: Frame): string[] {
  return [
    `Its scanner is not known: grey values were spread by ${window ? 'the window that the file states' : 'a robust window'} instead of optical density.`,
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
