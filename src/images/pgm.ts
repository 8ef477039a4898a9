/** Portable graymaps (PGM): P5 with 8 or 16 bits, and P2 in plain numbers. */

import { ProblemError } from '../protocol/problem';
import type { Frame } from './frame';
import { requireBounded } from './limits';

interface PgmHeader {
  width: number;
  height: number;
  /** What white is: 1 to 65535. */
  largest: number;
  dataStart: number;
}

export function isPgm(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && (bytes[1] === 0x32 || bytes[1] === 0x35) && (isBlank(bytes[2]) || bytes[2] === HASH);
}

/** Decodes one graymap [height, width]. Throws ProblemError `image.pgm` when the header is none, pixels are missing or a value is above the largest. */
export function readPgm(bytes: Uint8Array, file?: string): Frame {
  const head = header(bytes, file);
  requireBounded(head, file);
  const { width, height, largest } = head;
  const data = bytes[1] === 0x32 ? plainPixels(bytes, head, file) : rawPixels(bytes, head, file);
  for (let i = 0; i < data.length; i++)
    if (data[i] > largest)
      throw damaged(
        file,
        `value ${data[i]} at column ${i % width}, row ${Math.floor(i / width)}`,
        `values to ${largest}, as its header says`,
      );
  return { width, height, bits: bitsOf(largest), data };
}

/** Size and depth alone. Throws as readPgm for a header that is none. */
export function readPgmHeader(bytes: Uint8Array, file?: string): Pick<Frame, 'width' | 'height' | 'bits'> {
  const { width, height, largest } = header(bytes, file);
  return { width, height, bits: bitsOf(largest) };
}

const HASH = 0x23;
const bitsOf = (largest: number): number => Math.ceil(Math.log2(largest + 1));

function rawPixels(bytes: Uint8Array, { width, height, largest, dataStart }: PgmHeader, file?: string): Uint16Array {
  const total = width * height;
  const size = largest > 255 ? 2 : 1;
  const found = Math.max(bytes.length - dataStart, 0);
  if (found < total * size) throw damaged(file, `${found} bytes of pixels`, `${total * size} (${width} x ${height}, ${8 * size} bits)`);
  if (size === 1) return Uint16Array.from(bytes.subarray(dataStart, dataStart + total));
  const data = new Uint16Array(total);
  for (let i = 0, at = dataStart; i < total; i++, at += 2) data[i] = (bytes[at] << 8) | bytes[at + 1];
  return data;
}

/** Numbers parted by blanks; from `#` to the end of a line is a comment. */
function plainPixels(bytes: Uint8Array, { width, height, dataStart }: PgmHeader, file?: string): Uint16Array {
  const total = width * height;
  // A digit and a blank each: refuse a hopeless size before memory is spent on it.
  if (2 * total - 1 > bytes.length - dataStart) throw damaged(file, `${bytes.length - dataStart} bytes of numbers`, `${total} numbers`);
  const data = new Uint16Array(total);
  let at = dataStart;
  for (let i = 0; i < total; i++) {
    at = skip(bytes, at);
    let value = 0;
    const from = at;
    for (; at < bytes.length && bytes[at] >= 0x30 && bytes[at] <= 0x39 && value <= 65535; at++) value = 10 * value + bytes[at] - 0x30;
    if (at >= bytes.length && at === from) throw damaged(file, `${i} numbers`, `${total} (${width} x ${height})`);
    if (at === from || value > 65535 || (at < bytes.length && !isBlank(bytes[at]) && bytes[at] !== HASH))
      throw damaged(file, `no number at byte ${from}`, 'numbers of at most 65535');
    data[i] = value;
  }
  return data;
}

/** Magic, width, height and largest value, parted by blanks and comments; one blank, then the pixels. */
function header(bytes: Uint8Array, file?: string): PgmHeader {
  const numbers: number[] = [];
  let at = 2;
  while (numbers.length < 3 && at < bytes.length) {
    at = skip(bytes, at);
    let word = '';
    while (at < bytes.length && !isBlank(bytes[at]) && bytes[at] !== HASH && word.length < 10) word += String.fromCharCode(bytes[at++]);
    if (!/^\d+$/.test(word))
      throw damaged(file, `"${word.replace(/[^\x20-\x7e]/g, '?')}" in its header`, 'width, height and largest value');
    numbers.push(Number(word));
  }
  if (at >= bytes.length) throw damaged(file, 'nothing after its header', 'pixels');
  const [width = 0, height = 0, largest = 0] = numbers;
  if (width < 1 || height < 1 || largest < 1 || largest > 65535)
    throw damaged(file, `a header of ${width} x ${height} with values to ${largest}`, 'at least one pixel and values to at most 65535');
  return { width, height, largest, dataStart: at + 1 };
}

/** Past blanks and comments. */
function skip(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (isBlank(bytes[at]) || bytes[at] === HASH)) {
    if (bytes[at] === HASH) while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
    else at++;
  }
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function damaged(file: string | undefined, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'image.pgm',
    file,
    found,
    expected,
    remedy: 'The file is cut off or damaged: copy it from its source again.',
  });
}
