/** Run lengths: the bytes of the samples in one segment for each byte of a word, highest first, packed as PackBits. Source: PS3.5, Annex G. */
import os from 'node:os';
import type { PixelLayout } from './layout';
import { corrupt, truncated } from './problem';

const HEADER = 64;

/** Words [height, width] as allocated. Throws ProblemError `image.dicom.truncated` or `.corrupt`: what it returns is whole. */
export function rleWords(stream: Uint8Array, { width, height, allocated }: PixelLayout, file?: string): Uint16Array {
  if (stream.length < HEADER) throw truncated(file, `run lengths of ${stream.length} bytes`, `a head of ${HEADER}`);
  const head = new DataView(stream.buffer, stream.byteOffset, HEADER);
  const segments = head.getUint32(0, true);
  if (segments !== allocated / 8)
    throw corrupt(file, `${segments} segments of run lengths`, `${allocated / 8}, one for each byte of a word`);
  const total = width * height;
  const offsets = Array.from({ length: segments }, (_, i) => head.getUint32(4 + 4 * i, true));
  for (const [i, from] of offsets.entries()) {
    const to = offsets[i + 1] ?? stream.length;
    if (from < HEADER || from >= to || to > stream.length)
      throw corrupt(file, `a segment from byte ${from} to ${to}`, `one within ${stream.length} bytes`);
    // A run is at most 128 samples in two bytes: refuse a hopeless size before memory is spent on it.
    if (total > 64 * (to - from)) throw truncated(file, `${to - from} bytes of run lengths`, `${total} samples`);
  }
  const words = new Uint16Array(total);
  for (const [i, from] of offsets.entries()) unpack(stream.subarray(from, offsets[i + 1] ?? stream.length), words, segments - 1 - i, file);
  return words;
}

/** Puts each byte of a segment into its place of the words: 0 the low one, 1 the high one. */
function unpack(segment: Uint8Array, words: Uint16Array, significance: number, file?: string): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const lane = os.endianness() === 'LE' ? significance : 1 - significance;
  let at = 0;
  let i = 0;
  while (i < words.length) {
    if (at >= segment.length) throw truncated(file, `the end of a segment after ${i} of ${words.length} samples`, 'all samples');
    const control = segment[at++];
    if (control === 128) continue;
    const literal = control < 128;
    const count = literal ? control + 1 : 257 - control;
    if (i + count > words.length) throw corrupt(file, `a run past the last of ${words.length} samples`, 'runs that end with the image');
    if (at + (literal ? count : 1) > segment.length)
      throw truncated(file, `the end of a segment within a run, after ${i} of ${words.length} samples`, 'all samples');
    const end = i + count;
    if (literal) for (; i < end; i++) bytes[2 * i + lane] = segment[at++];
    else for (const value = segment[at++]; i < end; i++) bytes[2 * i + lane] = value;
  }
}
