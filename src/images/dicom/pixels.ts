/** The words of an image, however its transfer syntax codes them. */
import { baselineJpegWords } from './baselineJpeg';
import { jpeg2000Words, jpegLsWords } from './codecs';
import { joinFragments } from './fragments';
import type { PixelLayout } from './layout';
import { losslessJpegWords } from './losslessJpeg';
import type { DicomElements } from './parse';
import { rawWords } from './raw';
import { rleWords } from './rle';

/** Words [height, width] as allocated. Throws ProblemError `image.dicom.*`: what it returns is whole. */
export async function pixelWords({ bytes, pixels, syntax }: DicomElements, layout: PixelLayout, file?: string): Promise<Uint16Array> {
  if (syntax.coding === 'raw') return rawWords(bytes, pixels, layout, syntax, file);
  const stream = joinFragments(bytes, pixels, file);
  switch (syntax.coding) {
    case 'rle':
      return rleWords(stream, layout, file);
    case 'jpeg':
      return baselineJpegWords(stream, layout, file);
    case 'jpeg-lossless':
      return losslessJpegWords(stream, layout, file);
    case 'jpeg-ls':
      return jpegLsWords(stream, layout, file);
    case 'jpeg-2000':
      return jpeg2000Words(stream, layout, file);
  }
}
