/** From words as they are allocated to stored values: bits that are not the sample's are dropped, signed values are shifted. Source: PS3.5, section 8.1. */
import type { PixelLayout } from './layout';

/** Turns words [height, width] into values below 2^stored, in place. Overlays in unused bits (retired) vanish here. */
export function toStored(words: Uint16Array, { stored, shift, signed }: PixelLayout): Uint16Array {
  const mask = 2 ** stored - 1;
  // Two's complement with its sign bit turned over is the value + 2^(stored - 1).
  const turned = signed ? 2 ** (stored - 1) : 0;
  if (shift === 0 && stored === 16 && !signed) return words;
  // Two words at a time: what comes down from the upper one falls on bits that are dropped.
  const pairs = new Uint32Array(words.buffer, words.byteOffset, words.length >> 1);
  const bothMask = mask * 0x10001;
  const bothTurned = turned * 0x10001;
  for (let i = 0; i < pairs.length; i++) pairs[i] = ((pairs[i] >>> shift) & bothMask) ^ bothTurned;
  for (let i = 2 * pairs.length; i < words.length; i++) words[i] = ((words[i] >> shift) & mask) ^ turned;
  return words;
}
