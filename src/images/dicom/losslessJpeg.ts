/** Lossless JPEG in DICOM (process 14): the standard's own dialect, read by the same decoder as DDSM's. */
import { ProblemError } from '../../protocol/problem';
import { decodeLosslessJpeg } from '../ljpeg/decode';
import { readLosslessJpegHeader } from '../ljpeg/header';
import type { PixelLayout } from './layout';
import { requireStream } from './streamSize';

/** Words [height, width]. Throws ProblemError `image.dicom.truncated`, `.corrupt` or `.unsupported`. */
export function losslessJpegWords(stream: Uint8Array, layout: PixelLayout, file?: string): Uint16Array {
  try {
    const { width, height, precision } = readLosslessJpegHeader(stream, file);
    requireStream({ width, height, bits: precision }, layout, file);
    return decodeLosslessJpeg(stream, file, { dialect: 'standard' }).data;
  } catch (error) {
    if (!(error instanceof ProblemError && error.problem.code.startsWith('ddsm.ljpeg.'))) throw error;
    const code = error.problem.code.replace('ddsm.ljpeg.', 'image.dicom.');
    throw new ProblemError({
      ...error.problem,
      code,
      remedy: 'Copy or download the file again, or convert it to explicit VR little endian.',
    });
  }
}
