/** One DICOM image: its header without its pixels, and its stored values. */
import type { Frame, ImageHeader } from '../frame';
import { requireBounded } from '../limits';
import { dicomFacts, pixelMicrons } from './facts';
import { pixelLayout } from './layout';
import { type DicomElements, parseDicom } from './parse';
import { pixelWords } from './pixels';
import { toStored } from './stored';
import { greyWindow } from './window';

/** Size, depth and facts. With `partial` bytes, undefined where they end before the pixels begin. Throws ProblemError `image.dicom.*`. */
export function readDicomHeader(content: Uint8Array, file?: string): ImageHeader;
export function readDicomHeader(content: Uint8Array, file: string | undefined, partial: boolean): ImageHeader | undefined;
export function readDicomHeader(content: Uint8Array, file?: string, partial = false): ImageHeader | undefined {
  const elements = parseDicom(content, file, partial);
  return elements && headerOf(elements, file);
}

function headerOf({ dataSet, syntax }: DicomElements, file?: string): ImageHeader {
  const { width, height, stored } = pixelLayout(dataSet, syntax, file);
  return { format: 'dicom', width, height, bits: stored, channels: 1, microns: pixelMicrons(dataSet), dicom: dicomFacts(dataSet) };
}

/** The stored values. Throws ProblemError `image.dicom.*`, `image.tooLarge`. */
export async function readDicom(content: Uint8Array, file?: string): Promise<Frame> {
  const elements = parseDicom(content, file);
  const { dataSet, syntax } = elements;
  const layout = pixelLayout(dataSet, syntax, file);
  requireBounded(layout, file);
  const words = await pixelWords(elements, layout, file);
  // Uncompressed words may be the file's own bytes, which stay as they are.
  const data = toStored(words, layout, syntax.coding === 'raw' ? new Uint16Array(words.length) : words);
  return { width: layout.width, height: layout.height, bits: layout.stored, data, ...greyWindow(dataSet, layout) };
}
