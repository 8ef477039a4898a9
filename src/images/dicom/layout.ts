/** How samples lie in their words: size, depth, sign, which end is white. Source: PS3.3, C.7.6.3; PS3.5, section 8. */
import type { DataSet } from 'dicom-parser';
import { corrupt, unsupported } from './problem';
import type { TransferSyntax } from './syntax';
import { decimals, text, uint16 } from './values';

export interface PixelLayout {
  width: number;
  height: number;
  /** Bits of a word: 8 or 16. */
  allocated: 8 | 16;
  /** Bits of a word that are the sample's. */
  stored: number;
  /** Bits below the sample's lowest. */
  shift: number;
  /** Two's complement. */
  signed: boolean;
  /** MONOCHROME1: the lowest value is white. */
  lowIsWhite: boolean;
}

const CONVERT = 'Export the image as one grey frame of 8 or 16 bits.';

/** Reads the layout. Throws ProblemError `image.dicom.corrupt` or `.unsupported` for pixels that are not one grey frame of at most 16 bits. */
export function pixelLayout(dataSet: DataSet, syntax: TransferSyntax, file?: string): PixelLayout {
  const height = uint16(dataSet, 'x00280010') ?? 0;
  const width = uint16(dataSet, 'x00280011') ?? 0;
  if (width < 1 || height < 1) throw corrupt(file, `an image of ${width} x ${height} pixels`, 'at least one row and column');
  const frames = decimals(dataSet, 'x00280008')[0] ?? 1;
  if (frames !== 1)
    throw unsupported(
      file,
      `${frames} frames (tomosynthesis or a film loop)`,
      'one frame',
      'Choose the two-dimensional view, or export one frame.',
    );
  const photometric = text(dataSet, 'x00280004') ?? 'MONOCHROME2';
  const channels = uint16(dataSet, 'x00280002') ?? 1;
  if (channels !== 1 || !/^MONOCHROME[12]$/.test(photometric))
    throw unsupported(file, `a colour picture (${printable(photometric)})`, 'MONOCHROME1 or MONOCHROME2', CONVERT);
  // Mammograms have a line there (Rescale); a table could even turn black and white over.
  if (dataSet.elements['x00283000']) throw unsupported(file, 'a table of modality values (Modality LUT Sequence)', 'a rescale', CONVERT);
  const allocated = uint16(dataSet, 'x00280100') ?? 0;
  if (allocated !== 8 && allocated !== 16) throw unsupported(file, `words of ${allocated} bits`, '8 or 16', CONVERT);
  const stored = uint16(dataSet, 'x00280101') ?? allocated;
  const high = uint16(dataSet, 'x00280102') ?? stored - 1;
  if (stored < 1 || stored > allocated || high >= allocated || high < stored - 1)
    throw corrupt(file, `${stored} bits up to bit ${high} in words of ${allocated}`, 'bits that lie within their word');
  if (syntax.coding === 'jpeg' && allocated !== 8)
    throw unsupported(
      file,
      `${syntax.name} of ${stored} bits`,
      '8 bits in this lossy form',
      'Convert the file to explicit VR little endian, with dcmdjpeg say.',
    );
  return {
    width,
    height,
    allocated,
    stored,
    shift: high + 1 - stored,
    signed: uint16(dataSet, 'x00280103') === 1,
    lowIsWhite: photometric === 'MONOCHROME1',
  };
}

/** Words of a file in a message: they may be anything. */
const printable = (words: string) => words.replace(/[^\x20-\x7e]/g, '?').slice(0, 16);
