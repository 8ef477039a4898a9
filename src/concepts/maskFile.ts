/** One mask as a PNG of any program: a pixel that is not black and not transparent is in. */
import sharp from 'sharp';
import type { Mask } from '../pixels/image';
import { ProblemError } from '../protocol/problem';

/** A mask's sides may stand in another ratio than its view's by this much, or by what rounding one side to whole pixels does. */
const ASPECT_TOLERANCE = 0.01;

interface Size {
  width: number;
  height: number;
}

/** Size of the mask, from its first bytes alone. Throws ProblemError when the file is no PNG or has other proportions than the view. */
export async function checkMask(file: string, view: Size): Promise<void> {
  const { format, width, height } = await sharp(file)
    .metadata()
    .catch((error: unknown) => {
      throw unreadable(file, error);
    });
  if (format !== 'png') throw unreadable(file, `a ${format} picture`);
  if (sameProportions({ width, height }, view)) return;
  throw new ProblemError({
    severity: 'warning',
    code: 'concepts.mask.aspect',
    file,
    found: `a mask of ${width} x ${height} pixels`,
    expected: `the proportions of its view, which has ${view.width} x ${view.height} pixels`,
    remedy: 'Write the mask over the whole view, not over a crop or a padded copy of it; any resolution will do. It is left out.',
  });
}

/** Whether a mask covers a view: its height is what its width asks for, within 1 % or one pixel; or the same with the sides exchanged. */
export function sameProportions(mask: Size, view: Size): boolean {
  const wanted = { width: (mask.height * view.width) / view.height, height: (mask.width * view.height) / view.width };
  return (
    Math.abs(mask.height - wanted.height) <= Math.max(1, ASPECT_TOLERANCE * wanted.height) ||
    Math.abs(mask.width - wanted.width) <= Math.max(1, ASPECT_TOLERANCE * wanted.width)
  );
}

/** Reads a mask of 1 to 16 bits a channel. Throws ProblemError when the file is damaged. */
export async function readMaskFile(file: string): Promise<Mask> {
  try {
    const { depth, channels } = await sharp(file).metadata();
    const wide = depth === 'ushort';
    const grey = channels <= 2;
    const { data, info } = await sharp(file)
      .toColourspace(grey ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb')
      .raw({ depth: wide ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const samples = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    const colours = info.channels === 2 || info.channels === 4 ? info.channels - 1 : info.channels;
    const inside = new Uint8Array(info.width * info.height);
    for (let i = 0, at = 0; i < inside.length; i++, at += info.channels) {
      if (colours < info.channels && samples[at + colours] === 0) continue;
      for (let channel = 0; channel < colours; channel++) if (samples[at + channel] !== 0) inside[i] = 1;
    }
    return { width: info.width, height: info.height, data: inside };
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): ProblemError {
  return new ProblemError({
    severity: 'warning',
    code: 'concepts.mask.unreadable',
    file,
    found: error instanceof Error ? error.message.trim() : String(error),
    expected: 'a whole PNG, zero where the concept is not',
    remedy: 'Write this mask again. Until then its view says nothing of the concept.',
  });
}
