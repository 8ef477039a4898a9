/** Any image file that the method reads, recognised by its bytes, never by its name. */
import { readBytes, readParts, readStart } from './bytes';
import { readDicom, readDicomHeader } from './dicom/read';
import { dicomForm } from './dicom/recognise';
import type { Frame, ImageHeader } from './frame';
import { requireBounded } from './limits';
import { decodeLosslessJpeg } from './ljpeg/decode';
import { isLosslessJpeg, readLosslessJpegHeader } from './ljpeg/header';
import { isPgm, readPgm, readPgmHeader } from './pgm';
import { isPicture, readPicture, readPictureHeader } from './picture';
import { isTiff, readTiffHeader } from './tiff';

/** Bytes of a file that are read for its header; the next where the pixels begin later, the whole file at last. */
const STARTS = [2 ** 14, 2 ** 18, 2 ** 22, 2 ** 24];

/**
 * Size and depth of an image, from the start of its file. Throws ProblemError `file.*` where the file cannot be opened, `image.*` or `ddsm.ljpeg.*` where
 * it is no image that can be read, `image.tooLarge` above the bound on memory.
 */
export async function readImageHeader(file: string): Promise<ImageHeader> {
  for (const length of STARTS) {
    const { bytes, whole, packed } = await readStart(file, length);
    if (isTiff(bytes) && !packed) return bounded(await readParts(file, (readAt) => readTiffHeader(readAt, file)), file);
    const header = whole ? await headerOf(bytes, file) : await headerOfStart(bytes, file);
    if (header) return header;
  }
  return headerOf(await readBytes(file), file);
}

/** The stored values of an image. Throws as readImageHeader, and where pixels are missing or damaged. */
export async function readImage(file: string): Promise<Frame> {
  const bytes = await readBytes(file);
  if (dicomForm(bytes)) return readDicom(bytes, file);
  await headerOf(bytes, file);
  if (isPgm(bytes)) return readPgm(bytes, file);
  if (isLosslessJpeg(bytes)) return decodeLosslessJpeg(bytes, file);
  return readPicture(bytes, file);
}

async function headerOf(bytes: Uint8Array, file: string): Promise<ImageHeader> {
  return bounded(await parse(bytes, file), file);
}

function bounded(header: ImageHeader, file: string): ImageHeader {
  requireBounded(header, file);
  return header;
}

async function parse(bytes: Uint8Array, file: string): Promise<ImageHeader> {
  if (dicomForm(bytes)) return readDicomHeader(bytes, file);
  if (isPgm(bytes)) return { format: 'pgm', channels: 1, ...readPgmHeader(bytes, file) };
  if (isLosslessJpeg(bytes)) {
    const { width, height, precision } = readLosslessJpegHeader(bytes, file);
    return { format: 'ljpeg', width, height, bits: precision, channels: 1 };
  }
  return readPictureHeader(bytes, file);
}

/** The header, or undefined where the start of the file may not hold all of it. */
async function headerOfStart(bytes: Uint8Array, file: string): Promise<ImageHeader | undefined> {
  if (dicomForm(bytes)) {
    const header = readDicomHeader(bytes, file, true);
    return header && bounded(header, file);
  }
  const known = isPgm(bytes) || isPicture(bytes);
  const header = await parse(bytes, file).catch((error: unknown) => {
    if (known) return undefined;
    throw error;
  });
  return header && bounded(header, file);
}
