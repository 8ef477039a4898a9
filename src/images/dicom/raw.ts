/** Uncompressed pixels. Source: PS3.5, section 8.1.1 and Annex A.2. */
import os from 'node:os';
import type { Element } from 'dicom-parser';
import type { PixelLayout } from './layout';
import { corrupt, truncated } from './problem';
import type { TransferSyntax } from './syntax';

/**
 * Words [height, width] as allocated; where the file's own order allows it a view of its bytes, which nobody may write to. Throws ProblemError
 * `image.dicom.truncated` where there are too few bytes.
 */
export function rawWords(bytes: Uint8Array, pixels: Element, layout: PixelLayout, syntax: TransferSyntax, file?: string): Uint16Array {
  if (pixels.hadUndefinedLength) throw corrupt(file, `fragments of pixels in ${syntax.name}`, 'pixels in one piece');
  const { width, height, allocated } = layout;
  const total = width * height;
  const needed = (total * allocated) / 8;
  const end = Math.min(pixels.dataOffset + pixels.length, bytes.length);
  const start = pixels.dataOffset;
  if (end - start < needed)
    throw truncated(file, `${Math.max(end - start, 0)} bytes of pixels`, `${needed} (${width} x ${height}, ${allocated} bits)`);
  const turn = Boolean(syntax.bigEndian) !== (os.endianness() === 'BE');
  const place = bytes.byteOffset + start;
  if (allocated === 16 && !turn && place % 2 === 0) return new Uint16Array(bytes.buffer, place, total);
  const words = new Uint16Array(total);
  if (allocated === 16) {
    const copy = Buffer.from(words.buffer);
    copy.set(bytes.subarray(start, start + needed));
    if (turn) copy.swap16();
  } else {
    // 8-bit samples as words (OW): big endian turns each pair over.
    const turned = syntax.bigEndian && pixels.vr === 'OW' ? 1 : 0;
    if (turned && start + needed + (needed & 1) > bytes.length) throw truncated(file, 'an odd number of bytes', 'whole words');
    for (let i = 0; i < total; i++) words[i] = bytes[start + (i ^ turned)];
  }
  return words;
}
