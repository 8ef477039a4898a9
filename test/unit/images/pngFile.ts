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
  /** A colour profile (ICC). */
  profile?: Uint8Array;
}

/** `samples`: [height, width, channels]. */
export function pngFile({ width, height, depth, kind, palette, profile }: PngForm, samples: ArrayLike<number>): Uint8Array {
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
  const named = profile && Buffer.concat([Buffer.from('grey\0\0', 'latin1'), deflateSync(profile)]);
  const chunks = [chunk('IHDR', head), ...(named ? [chunk('iCCP', named)] : []), ...(palette ? [chunk('PLTE', Buffer.from(palette))] : [])];
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...chunks,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A profile of grey with a straight curve, so far from that of a screen that following it moves nearly every value. Source: ICC.1:2001-04. */
export function straightGreyProfile(): Uint8Array {
  const profile = Buffer.alloc(200);
  const fixed = (at: number, ...values: number[]) => {
    values.forEach((v, i) => void profile.writeInt32BE(Math.round(v * 65536), at + 4 * i));
  };
  profile.writeUInt32BE(profile.length, 0);
  profile.writeUInt32BE(0x02100000, 8);
  profile.write('mntrGRAYXYZ ', 12, 'latin1');
  profile.write('acsp', 36, 'latin1');
  fixed(68, 0.9642, 1, 0.8249);
  profile.writeUInt32BE(2, 128);
  for (const [i, [tag, at, size]] of (
    [
      ['wtpt', 156, 20],
      ['kTRC', 176, 14],
    ] as const
  ).entries()) {
    profile.write(tag, 132 + 12 * i, 'latin1');
    profile.writeUInt32BE(at, 136 + 12 * i);
    profile.writeUInt32BE(size, 140 + 12 * i);
  }
  profile.write('XYZ ', 156, 'latin1');
  fixed(164, 0.9642, 1, 0.8249);
  profile.write('curv', 176, 'latin1');
  profile.writeUInt32BE(1, 184);
  profile.writeUInt16BE(0x0100, 188);
  return profile;
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
