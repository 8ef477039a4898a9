/** Damage to a file: what disks, transfers and ill will do to it, and what parsers trip over. */
import type { Random } from '../../src/statistics/random';

/** Sizes and counts at the edges of their types. */
const EDGES = [0, 1, 2, 7, 8, 15, 16, 31, 32, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const WORDS = [
  '-1',
  '0',
  '1',
  '4294967296',
  '1e308',
  'NaN',
  '-0.5',
  '999999999999999999999',
  '\u0000',
  '"',
  '#',
  '\n',
  '\r\n',
  ';',
  ',',
  '(',
  ')',
];
const MOST_CHANGES = 6;

type Damage = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const below = (random: Random, limit: number) => Math.floor(random() * limit);

/** A cut from `at`, `length` long, of at most 64 bytes mostly: headers are short, and long cuts leave nothing to read. */
function cut(bytes: Uint8Array, random: Random): { at: number; length: number } {
  const at = below(random, bytes.length);
  const most = random() < 0.9 ? 64 : bytes.length;
  return { at, length: 1 + below(random, Math.min(most, bytes.length - at)) };
}

function replaced(bytes: Uint8Array, at: number, length: number, by: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - length + by.length);
  result.set(bytes.subarray(0, at));
  result.set(by, at);
  result.set(bytes.subarray(at + length), at + by.length);
  return result;
}

const damages: readonly Damage[] = [
  // A bit turns.
  (bytes, random) => {
    bytes[below(random, bytes.length)] ^= 1 << below(random, 8);
    return bytes;
  },
  // A byte is another.
  (bytes, random) => {
    bytes[below(random, bytes.length)] = below(random, 256);
    return bytes;
  },
  // A number in the file is at the edge of its type.
  (bytes, random) => {
    const size = [1, 2, 4, 8][below(random, 4)];
    if (bytes.length < size) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const at = below(random, bytes.length - size + 1);
    const value = EDGES[below(random, EDGES.length)];
    const little = random() < 0.7;
    if (size === 1) view.setUint8(at, value);
    else if (size === 2) view.setUint16(at, value, little);
    else if (size === 4) view.setUint32(at, value, little);
    else view.setBigUint64(at, BigInt(value), little);
    return bytes;
  },
  // The file ends early.
  (bytes, random) => bytes.slice(0, below(random, bytes.length)),
  // A piece is gone, is there twice, or lies elsewhere too.
  (bytes, random) => {
    const { at, length } = cut(bytes, random);
    return replaced(bytes, at, length, new Uint8Array(0));
  },
  (bytes, random) => {
    const { at, length } = cut(bytes, random);
    return replaced(bytes, at, 0, bytes.slice(at, at + length));
  },
  (bytes, random) => {
    const { at, length } = cut(bytes, random);
    bytes.copyWithin(below(random, bytes.length), at, at + length);
    return bytes;
  },
  // Noise in between.
  (bytes, random) => {
    const noise = Uint8Array.from({ length: 1 + below(random, 16) }, () => below(random, 256));
    return replaced(bytes, below(random, bytes.length), 0, noise);
  },
  // The rest is that of another file.
  (bytes, random, other) => {
    const [at, from] = [below(random, bytes.length), below(random, other.length + 1)];
    return replaced(bytes, at, bytes.length - at, other.slice(from));
  },
  // A number or a word in a text is another.
  (bytes, random) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const places = [...text.matchAll(/[-+]?\d+(\.\d+)?|[A-Za-z_]+/g)];
    if (places.length === 0) return bytes;
    const place = places[below(random, places.length)];
    return replaced(bytes, place.index, place[0].length, Buffer.from(WORDS[below(random, WORDS.length)], 'latin1'));
  },
  // Two lines change places.
  (bytes, random) => {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split('\n');
    const [a, b] = [below(random, lines.length), below(random, lines.length)];
    [lines[a], lines[b]] = [lines[b], lines[a]];
    return Uint8Array.from(Buffer.from(lines.join('\n'), 'latin1'));
  },
];

/** A copy of `bytes` with one to six damages, one on top of the other; `other` is a file of the same kind. */
export function damaged(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let result: Uint8Array = Uint8Array.from(bytes);
  const changes = 1 + below(random, MOST_CHANGES);
  for (let i = 0; i < changes && result.length > 0; i++) result = damages[below(random, damages.length)](result, random, other);
  // A file that grows with every generation would only slow the run down.
  return result.slice(0, 2 * bytes.length + other.length + 64);
}
