/** An image file that is not in the data set (PNG, JPEG, TIFF, PGM, lossless JPEG), read to grey values for an explanation. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { greyRows } from '../dataset/density';
import { decodeLosslessJpeg } from '../dataset/ljpeg/decode';
import type { Frame } from '../dataset/model';
import type { GreyRows } from '../pixels/rows';
import { ProblemError } from '../protocol/problem';
import { lookOver } from './doubtfulImage';
import { requireUsualSize } from './imageLimits';
import { isPgm, readPgm } from './pgm';

/** Steps of 255 between the channels of a pixel. */
const COLOURED = 24;

export interface ForeignImage {
  rows: GreyRows;
  /** File name without folder and ending: all that is told of where it came from. */
  name: string;
  warnings: string[];
}

/** Reads the file; its values are spread over 0..1 by a robust window. Throws ProblemError `image.*` naming the file. */
export async function readImageFile(file: string): Promise<ForeignImage> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const { frame, coloured } = await decode(bytes, file);
  const first = frame.data[0];
  if (frame.data.every((v) => v === first))
    throw new ProblemError({
      code: 'image.blank',
      file,
      found: `nothing but the value ${first}`,
      expected: 'a mammogram',
      remedy: 'Choose another file.',
    });
  const { rows, warnings } = lookOver(greyRows(frame, {}));
  return {
    rows,
    name: path.basename(file).replace(/(\.(ljpeg|png|jpe?g|tiff?|pgm|16_pgm|\d+))+$/i, ''),
    warnings: [
      'This image is not in the data set: its true findings are not known.',
      'Its scanner is not known: grey values were spread by a robust window instead of optical density.',
      ...(frame.bits <= 8 ? ['The file has 8 bits a pixel: fine differences of density are lost.'] : []),
      ...(coloured ? ['The image is in colour: its brightness was taken for grey.'] : []),
      ...warnings,
    ],
  };
}

async function decode(bytes: Buffer, file: string): Promise<{ frame: Frame; coloured: boolean }> {
  if (isPgm(bytes)) {
    const frame = readPgm(bytes, file);
    requireUsualSize(frame, file);
    return { frame, coloured: false };
  }
  const lossless = losslessJpegSize(bytes);
  if (lossless) {
    requireUsualSize(lossless, file);
    return { frame: decodeLosslessJpeg(bytes, file), coloured: false };
  }
  try {
    // The header alone: a picture that is too large is told so by its own words.
    const { width, height, depth, channels } = await sharp(bytes, { limitInputPixels: false }).metadata();
    requireUsualSize({ width, height }, file);
    const picture = sharp(bytes, { limitInputPixels: false });
    const grey = channels === 1 ? picture.toColourspace('grey16') : picture.removeAlpha().toColourspace('grey16').extractChannel(0);
    const { data, info } = await grey.raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
    const values = new Uint16Array(data.buffer, data.byteOffset, info.width * info.height);
    const frame = { width: info.width, height: info.height, bits: depth === 'uchar' ? 8 : 16, data: values };
    return { frame, coloured: channels >= 3 && (await isColoured(bytes)) };
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError({
      code: 'image.unreadable',
      file,
      found: `a file that is no readable picture (${(error as Error).message})`,
      expected: 'PNG, JPEG, TIFF, PGM or DDSM lossless JPEG (.LJPEG)',
      remedy: 'Convert it to 16-bit PNG or TIFF, or choose another file.',
    });
  }
}

/** Whether channels differ by more than a JPEG's rounding: grey pictures are often kept as colour. */
async function isColoured(bytes: Buffer): Promise<boolean> {
  const small = sharp(bytes, { limitInputPixels: false }).removeAlpha().toColourspace('srgb').resize(64, 64, { fit: 'inside' });
  const { data, info } = await small.raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; info.channels === 3 && i < data.length; i += 3) {
    const [r, g, b] = data.subarray(i, i + 3);
    if (Math.max(r, g, b) - Math.min(r, g, b) > COLOURED) return true;
  }
  return false;
}

/** Size of a JPEG whose frame header is SOF3, which ordinary readers refuse; undefined of any other file. */
function losslessJpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const word = (at: number) => (bytes[at] << 8) | bytes[at + 1];
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xc3) return { height: word(at + 5), width: word(at + 7) };
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return undefined;
    at += 2 + word(at + 2);
  }
  return undefined;
}

function unreadable(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR'].includes(code)) return error;
  return new ProblemError({
    code: 'image.missing',
    file,
    found: code === 'ENOENT' ? 'no such file' : 'a file that cannot be opened',
    expected: 'an image file, or the id of a view of the data set such as B_3024_1.LEFT_CC',
    remedy: 'Check the path, or list the views with "deepminer views".',
  });
}
