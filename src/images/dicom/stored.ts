/** From words as they are allocated to stored values: bits that are not the sample's are dropped, signed values are shifted. Source: PS3.5, section 8.1. */
import type { PixelLayout } from './layout';

/**
 * Words [height, width] as values below 2^stored, written to `out` (in place where it is left out). Words that need no change are given back as they
 * are. Overlays in unused bits (retired) vanish here.
 */
export function toStored(words: Uint16Array, { stored, shift, signed }: PixelLayout, out: Uint16Array = words): Uint16Array {
  const mask = 2 ** stored - 1;
  // Two's complement with its sign bit turned over is the value + 2^(stored - 1).
  const turned = signed ? 2 ** (stored - 1) : 0;
  if (shift === 0 && stored === 16 && !signed) return words;
  // Two words at a time, where they lie so: what comes down from the upper one falls on bits that are dropped.
  const paired = words.byteOffset % 4 === 0 && out.byteOffset % 4 === 0 ? words.length >> 1 : 0;
  const from = paired > 0 ? new Uint32Array(words.buffer, words.byteOffset, paired) : new Uint32Array(0);
  const to = paired > 0 ? new Uint32Array(out.buffer, out.byteOffset, paired) : from;
  const bothMask = mask * 0x10001;
  const bothTurned = turned * 0x10001;
  for (let i = 0; i < paired; i++) to[i] = ((from[i] >>> shift) & bothMask) ^ bothTurned;
  for (let i = 2 * paired; i < words.length; i++) out[i] = ((words[i] >> shift) & mask) ^ turned;
  return out;
}
