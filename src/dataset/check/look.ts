/** One look at a view's file: its header, its pixels, and a small picture of it. */
import sharp from 'sharp';
import type { DicomFacts, ImageFormat } from '../../images/frame';
import { readImageHeader } from '../../images/read';
import type { GreyImage } from '../../pixels/image';
import { resizeArea } from '../../pixels/resize';
import { type Problem, ProblemError } from '../../protocol/problem';
import { readFrame } from '../frame';
import type { View } from '../model';
import { type PixelFacts, pixelFacts } from './pixelFacts';

/** Longer side of the small pictures, in pixels. */
const THUMBNAIL_SIDE = 160;
const QUALITY = 80;

/** What a look needs to know of a view: nothing more may change what it finds. */
export type LookedAt = Pick<View, 'file' | 'width' | 'height' | 'bits' | 'scanner'> & {
  findings: Pick<View['findings'][number], 'boundary'>[];
};

export interface Look {
  /** Absent where the header could not be read. */
  format?: ImageFormat;
  microns?: number;
  dicom?: DicomFacts;
  /** Absent where the pixels could not be read, of which `problem` says why. */
  facts?: PixelFacts;
  problem?: Problem;
}

/** Looks at a file; what is wrong with it is found, never thrown. The JPEG is of grey as the method sees it, 160 pixels at most. */
export async function look(view: LookedAt): Promise<{ look: Look; thumbnail?: Uint8Array }> {
  const found: Look = {};
  try {
    const { format, microns, dicom } = await readImageHeader(view.file);
    Object.assign(found, { format, microns, dicom });
    const { facts, small } = pixelFacts(await readFrame(view), view);
    return { look: { ...found, facts }, thumbnail: await thumbnailOf(small) };
  } catch (error) {
    return { look: { ...found, problem: problemOf(error, view.file) } };
  }
}

async function thumbnailOf(small: GreyImage): Promise<Uint8Array> {
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(small.width, small.height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return jpegOf(resizeArea(small, side(small.width), side(small.height)));
}

/** Grey 0..1 as an 8-bit JPEG, for the eye. */
export async function jpegOf({ width, height, data }: GreyImage, quality = QUALITY): Promise<Uint8Array> {
  const bytes = Uint8Array.from(data, (v) => Math.round(255 * v));
  const picture = sharp(bytes, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
  // Memory of its own, which may move to another thread.
  return new Uint8Array(await picture.jpeg({ quality }).toBuffer());
}

function problemOf(error: unknown, file: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    severity: 'error',
    code: 'file.unreadable',
    file,
    found: error instanceof Error ? error.message : String(error),
    expected: 'a picture that can be read',
    remedy: 'Restore the file from its source, or correct its permissions.',
  };
}
