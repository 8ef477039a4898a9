/** PNG files written by hand, so that what reads them is not held against itself. Source: PNG, third edition, sections 5, 9 and 11. */
import { deflateSync } from 'node:zlib';

export interface PngForm {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha. */
  kind: 0 | 2 | 3 | 4 | 6;
  /** Red, green and blue of each palette entry. */
  palette?: readonly number[];
}

/** `samples`: [height, width, channels]. */
export function pngFile({ width, height, depth, kind, palette }: PngForm, samples: ArrayLike<number>): Uint8Array {
  const perRow = samples.length / height;
  const rowBytes = Math.ceil((perRow * depth) / 8);
  const rows = Buffer.alloc(height * (1 + rowBytes));
  for (let y = 0; y < height; y++)
    for (let i = 0; i < perRow; i++) {
      const v = samples[y * perRow + i];
      const at = y * (1 + rowBytes) + 1;
      if (depth === 16) rows.writeUInt16BE(v, at + 2 * i);
      else rows[at + ((i * depth) >> 3)] |= v << (8 - depth - ((i * depth) & 7));
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, kind, 0, 0, 0], 8);
  const chunks = [chunk('IHDR', head), ...(palette ? [chunk('PLTE', Buffer.from(palette))] : [])];
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...chunks,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(content.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc(named), named.length + 4);
  return whole;
}

function crc(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
