/** Any image file that the method reads, recognised by its bytes, never by its name. */
import { readBytes } from './bytes';
import type { Frame, ImageHeader } from './frame';
import { requireBounded } from './limits';
import { decodeLosslessJpeg } from './ljpeg/decode';
import { isLosslessJpeg, readLosslessJpegHeader } from './ljpeg/header';
import { isPgm, readPgm, readPgmHeader } from './pgm';
import { readPicture, readPictureHeader } from './picture';

/**
 * Size and depth of an image. Throws ProblemError `file.*` where the file cannot be opened, `image.*` or `ddsm.ljpeg.*` where it is no image that
 * can be read, `image.tooLarge` above the bound on memory.
 */
export async function readImageHeader(file: string): Promise<ImageHeader> {
  const header = await headerOf(await readBytes(file), file);
  requireBounded(header, file);
  return header;
}

/** The stored values of an image. Throws as readImageHeader, and where pixels are missing or damaged. */
export async function readImage(file: string): Promise<Frame> {
  const bytes = await readBytes(file);
  requireBounded(await headerOf(bytes, file), file);
  if (isPgm(bytes)) return readPgm(bytes, file);
  if (isLosslessJpeg(bytes)) return decodeLosslessJpeg(bytes, file);
  return readPicture(bytes, file);
}

async function headerOf(bytes: Uint8Array, file: string): Promise<ImageHeader> {
  if (isPgm(bytes)) return { format: 'pgm', channels: 1, ...readPgmHeader(bytes, file) };
  if (isLosslessJpeg(bytes)) {
    const { width, height, precision } = readLosslessJpegHeader(bytes, file);
    return { format: 'ljpeg', width, height, bits: precision, channels: 1 };
  }
  return readPictureHeader(bytes, file);
}
