/** PNG, JPEG and TIFF at their full depth; colour is read as its brightness. */
import sharp, { type Metadata } from 'sharp';
import { ProblemError } from '../protocol/problem';
import type { Frame, ImageFormat, ImageHeader } from './frame';
import { isTiff, readTiffHeader } from './tiff';

/** Steps of 255 between the channels of a pixel, above which a picture is in colour. */
const COLOURED = 24;
const FORMATS = new Set<string>(['png', 'jpeg', 'tiff'] satisfies ImageFormat[]);
/** The bound on memory is ours: the header is read first. A colour profile would change stored values. */
const OPTIONS = { limitInputPixels: false, ignoreIcc: true };

/** Whether the bytes begin as JPEG, PNG or TIFF. */
export function isPicture(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return start.startsWith('ffd8ff') || start === '89504e47' || isTiff(bytes);
}

/** Size and depth. Throws ProblemError `image.unreadable`, `image.tiff.*`. */
export async function readPictureHeader(bytes: Uint8Array, file: string): Promise<ImageHeader> {
  if (isTiff(bytes)) return readTiffHeader(async (offset, length) => bytes.subarray(offset, offset + length), file);
  const { format, width, height, depth, channels } = await metadata(bytes, file);
  return { format: format as ImageFormat, width, height, bits: depth === 'uchar' ? 8 : 16, channels };
}

/**
 * The stored values, row by row as they lie in the file: a note of how to turn the picture (EXIF orientation) is not followed, as outlines and masks are
 * not. Where 0 is white (TIFF) they are turned over; a palette is followed; transparency is dropped. Throws ProblemError `image.unreadable`.
 */
export async function readPicture(bytes: Uint8Array, file: string): Promise<Frame> {
  const { depth, channels } = await metadata(bytes, file);
  try {
    const deep = depth !== 'uchar';
    const space = deep ? 'grey16' : 'b-w';
    const picture = sharp(bytes, OPTIONS);
    const grey = channels === 1 ? picture.toColourspace(space) : picture.removeAlpha().toColourspace(space).extractChannel(0);
    const { data, info } = await grey.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
    const values = deep ? new Uint16Array(data.buffer, data.byteOffset, info.width * info.height) : Uint16Array.from(data);
    const coloured = channels >= 3 && (await isColoured(bytes));
    return { width: info.width, height: info.height, bits: deep ? 16 : 8, data: values, coloured };
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
}

async function metadata(bytes: Uint8Array, file: string): Promise<Metadata> {
  if (bytes.length === 0) throw unreadable(file, 'it is empty');
  const found = await sharp(bytes, OPTIONS)
    .metadata()
    .catch((error: Error) => {
      throw unreadable(file, error.message);
    });
  if (!FORMATS.has(found.format)) throw unreadable(file, `it is ${found.format}`);
  return found;
}

/** Whether channels differ by more than a JPEG's rounding: grey pictures are often kept as colour. */
async function isColoured(bytes: Uint8Array): Promise<boolean> {
  const small = sharp(bytes, OPTIONS).removeAlpha().toColourspace('srgb').resize(64, 64, { fit: 'inside' });
  const { data, info } = await small.raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; info.channels === 3 && i < data.length; i += 3) {
    const [r, g, b] = data.subarray(i, i + 3);
    if (Math.max(r, g, b) - Math.min(r, g, b) > COLOURED) return true;
  }
  return false;
}

function unreadable(file: string, reason: string): ProblemError {
  return new ProblemError({
    code: 'image.unreadable',
    file,
    found: `a file that is no readable picture (${reason})`,
    expected: 'PNG, JPEG, TIFF, PGM, DICOM or DDSM lossless JPEG (.LJPEG)',
    remedy: 'Convert it to 16-bit PNG or TIFF, or choose another file.',
  });
}
