/** From words as they are allocated to stored values: bits that are not the sample's are dropped, signed values are shifted. Source: PS3.5, section 8.1. */
import type { PixelLayout } from './layout';

/** Turns words [height, width] into values below 2^stored, in place. Overlays in unused bits (retired) vanish here. */
export function toStored(words: Uint16Array, { stored, shift, signed }: PixelLayout): Uint16Array {
  const mask = 2 ** stored - 1;
  // Two's complement with its sign bit turned over is the value + 2^(stored - 1).
  const turned = signed ? 2 ** (stored - 1) : 0;
  for (let i = 0; i < words.length; i++) words[i] = ((words[i] >> shift) & mask) ^ turned;
  return words;
}
