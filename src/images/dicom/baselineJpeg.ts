/** Lossy JPEG of 8 bits. */
import sharp from 'sharp';
import type { PixelLayout } from './layout';
import { corrupt } from './problem';
import { requireStream } from './streamSize';

/** Words [height, width]. Throws ProblemError `image.dicom.corrupt` for what is no whole grey JPEG of the layout's size. */
export async function baselineJpegWords(stream: Uint8Array, layout: PixelLayout, file?: string): Promise<Uint16Array> {
  const picture = sharp(stream, { limitInputPixels: false, ignoreIcc: true });
  const problem = (error: Error) => {
    throw corrupt(file, `pixels that are no readable JPEG (${error.message})`, 'a whole JPEG image');
  };
  const { format, channels, width, height } = await picture.metadata().catch(problem);
  if (format !== 'jpeg' || channels !== 1) throw corrupt(file, `${format} with ${channels} channels`, 'a grey JPEG');
  requireStream({ width, height, bits: 8 }, layout, file);
  return Uint16Array.from(await picture.toColourspace('b-w').raw().toBuffer().catch(problem));
}
