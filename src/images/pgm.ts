/** Portable graymaps (PGM): P5 with 8 or 16 bits, and P2 in plain numbers. */

import { ProblemError } from '../protocol/problem';
import type { Frame } from './frame';
import { requireBounded } from './limits';

export function isPgm(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && (bytes[1] === 0x32 || bytes[1] === 0x35) && isBlank(bytes[2]);
}

/** Decodes one graymap [height, width]. Throws ProblemError `image.pgm` when the header is none or pixels are missing. */
export function readPgm(bytes: Uint8Array, file?: string): Frame {
  const numbers = header(bytes, file);
  const { width, height, largest, dataStart } = numbers;
  requireBounded(numbers, file);
  const total = width * height;
  const data = new Uint16Array(total);
  if (bytes[1] === 0x32) {
    const text = Buffer.from(bytes.subarray(dataStart)).toString('latin1').replace(/#.*/g, ' ');
    const values = text.split(/\s+/).filter((word) => word !== '');
    if (values.length < total) throw damaged(file, `${values.length} numbers`, `${total} (${width} x ${height})`);
    for (let i = 0; i < total; i++) data[i] = Number(values[i]);
  } else {
    const size = largest > 255 ? 2 : 1;
    if (bytes.length - dataStart < total * size)
      throw damaged(file, `${bytes.length - dataStart} bytes of pixels`, `${total * size} (${width} x ${height}, ${8 * size} bits)`);
    for (let i = 0; i < total; i++)
      data[i] = size === 2 ? (bytes[dataStart + 2 * i] << 8) | bytes[dataStart + 2 * i + 1] : bytes[dataStart + i];
  }
  return { width, height, bits: bitsOf(largest), data };
}

/** Size and depth alone. Throws as readPgm for a header that is none. */
export function readPgmHeader(bytes: Uint8Array, file?: string): Pick<Frame, 'width' | 'height' | 'bits'> {
  const { width, height, largest } = header(bytes, file);
  return { width, height, bits: bitsOf(largest) };
}

const bitsOf = (largest: number): number => Math.ceil(Math.log2(largest + 1));

/** Magic, width, height and largest value, parted by blanks and comments; one blank, then the pixels. */
function header(bytes: Uint8Array, file?: string): { width: number; height: number; largest: number; dataStart: number } {
  const numbers: number[] = [];
  let at = 2;
  while (numbers.length < 3 && at < bytes.length) {
    while (at < bytes.length && isBlank(bytes[at])) at++;
    if (bytes[at] === 0x23) {
      while (at < bytes.length && bytes[at] !== 0x0a) at++;
      continue;
    }
    let word = '';
    while (at < bytes.length && !isBlank(bytes[at]) && word.length < 10) word += String.fromCharCode(bytes[at++]);
    if (!/^\d+$/.test(word)) throw damaged(file, `"${word}" in its header`, 'width, height and largest value');
    numbers.push(Number(word));
  }
  const [width = 0, height = 0, largest = 0] = numbers;
  if (width < 1 || height < 1 || largest < 1 || largest > 65535)
    throw damaged(file, `a header of ${width} x ${height} with values to ${largest}`, 'at least one pixel and values to at most 65535');
  return { width, height, largest, dataStart: at + 1 };
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
