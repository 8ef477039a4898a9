/** Writes lossless JPEG (SOF3, one component, 2-16 bits), the form in which DDSM keeps its mammograms. Source: ITU-T T.81, Annexes B, F, H. */
import type { Frame } from '../frame';
import { bestTable, codeWords, type HuffmanTable } from './huffman';
import { applyPrediction, DEFAULT_DIALECT, type Dialect, type Predictor } from './prediction';

export interface LosslessJpegOptions {
  /** Default 1, the left neighbour. */
  predictor?: Predictor;
  /** Samples between restart markers, a multiple of the width; 0 (default): none. */
  restartInterval?: number;
  /** Bits a sample in the header, 2-16; default the frame's bits. DDSM codes 12-bit data at 16. */
  precision?: number;
  /** Low bits dropped from every sample (default 0: nothing is lost). */
  pointTransform?: number;
  dialect?: Dialect;
}

/** SSSS 0..16: the number of bits of a difference. */
const CATEGORIES = 17;

/**
 * Encodes a frame with the Huffman table that suits it best; same frame, same bytes.
 * Throws RangeError for a size, interval or sample value that the format cannot hold.
 */
export function encodeLosslessJpeg(frame: Frame, options: LosslessJpegOptions = {}): Uint8Array {
  const { predictor = 1, restartInterval = 0, precision = frame.bits, pointTransform = 0, dialect = DEFAULT_DIALECT } = options;
  const { width, height } = frame;
  checkFrame(frame, precision, restartInterval, pointTransform);
  const samples = pointTransform > 0 ? frame.data.map((v) => v >> pointTransform) : frame.data;
  const differences = new Uint16Array(samples.length);
  const step = restartInterval || samples.length;
  const middle = 1 << (precision - pointTransform - 1);
  const stretch = dialect === 'pvrg' ? samples.length : step;
  for (let start = 0; start < samples.length; start += stretch) {
    const end = Math.min(start + stretch, samples.length);
    applyPrediction(samples, differences, { width, start, end, predictor, middle, dialect });
  }
  const frequencies = new Uint32Array(CATEGORIES);
  for (let i = 0; i < differences.length; i++) frequencies[category(differences[i])]++;
  const table = bestTable(frequencies);
  const head = header({ width, height, precision, predictor, restartInterval, pointTransform, table });
  return entropyCode(differences, step, table, frequencies, head);
}

/** Bits of a difference given modulo 2^16: 0 for 0, 16 for -32768. */
function category(difference: number): number {
  const signed = (difference << 16) >> 16;
  return 32 - Math.clz32(signed < 0 ? -signed : signed);
}

function checkFrame(frame: Frame, precision: number, restartInterval: number, pointTransform: number): void {
  const { width, height, data } = frame;
  const side = (n: number) => Number.isInteger(n) && n >= 1 && n <= 65535;
  if (!side(width) || !side(height) || data.length !== width * height)
    throw new RangeError(`A lossless JPEG holds 1-65535 columns and rows; found ${width} x ${height} with ${data.length} samples.`);
  if (!Number.isInteger(precision) || precision < 2 || precision > 16) throw new RangeError(`Precision is 2-16 bits; found ${precision}.`);
  if (!Number.isInteger(pointTransform) || pointTransform < 0 || pointTransform > Math.min(15, precision - 1))
    throw new RangeError(`A point transform drops 0-${precision - 1} bits; found ${pointTransform}.`);
  if (restartInterval % width !== 0 || restartInterval < 0 || restartInterval > 65535)
    throw new RangeError(`A restart interval is a multiple of the width up to 65535; found ${restartInterval} for width ${width}.`);
  let largest = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > largest) largest = data[i];
  if (largest >= 1 << precision) throw new RangeError(`A ${precision}-bit sample is below ${1 << precision}; found ${largest}.`);
}

/** SOI, SOF3, DHT, DRI where there are restarts, SOS. */
function header(h: {
  width: number;
  height: number;
  precision: number;
  predictor: number;
  restartInterval: number;
  pointTransform: number;
  table: HuffmanTable;
}): number[] {
  const u16 = (v: number) => [v >> 8, v & 255];
  const { counts, symbols } = h.table;
  return [
    ...[0xff, 0xd8],
    ...[0xff, 0xc3, ...u16(11), h.precision, ...u16(h.height), ...u16(h.width), 1, 1, 0x11, 0],
    ...[0xff, 0xc4, ...u16(19 + symbols.length), 0, ...counts, ...symbols],
    ...(h.restartInterval ? [0xff, 0xdd, ...u16(4), ...u16(h.restartInterval)] : []),
    ...[0xff, 0xda, ...u16(8), 1, 1, 0, h.predictor, 0, h.pointTransform],
  ];
}

/** The scan: each difference as the code of its category and then its low bits; 0xff is followed by 0, intervals end on a byte. */
function entropyCode(differences: Uint16Array, step: number, table: HuffmanTable, frequencies: Uint32Array, head: number[]): Uint8Array {
  const { code, length } = codeWords(table);
  let bits = 0;
  for (let s = 0; s < CATEGORIES; s++) bits += frequencies[s] * (length[s] + (s & 15));
  const intervals = Math.ceil(differences.length / step);
  // Twice the bytes: even if every one were 0xff and had to be followed by a zero.
  const out = new Uint8Array(head.length + 2 * Math.ceil(bits / 8) + 4 * intervals + 2);
  out.set(head);
  let at = head.length;
  let pending = 0;
  let count = 0;
  const put = (value: number, n: number) => {
    pending = (pending << n) | value;
    count += n;
    while (count >= 8) {
      count -= 8;
      const byte = (pending >>> count) & 255;
      out[at++] = byte;
      if (byte === 255) out[at++] = 0;
    }
  };
  for (let interval = 0, i = 0; interval < intervals; interval++) {
    if (interval > 0) {
      out[at++] = 0xff;
      out[at++] = 0xd0 + ((interval - 1) & 7);
    }
    const end = Math.min(i + step, differences.length);
    for (; i < end; i++) {
      const signed = (differences[i] << 16) >> 16;
      const s = category(signed);
      if (s === 0 || s === 16) put(code[s], length[s]);
      else {
        const low = signed < 0 ? signed + (1 << s) - 1 : signed;
        // At most 7 pending bits and 24 new ones fit the 32-bit accumulator.
        if (length[s] + s <= 24) put((code[s] << s) | low, length[s] + s);
        else {
          put(code[s], length[s]);
          put(low, s);
        }
      }
    }
    if (count > 0) put((1 << (8 - count)) - 1, 8 - count);
  }
  out[at++] = 0xff;
  out[at++] = 0xd9;
  return out.slice(0, at);
}
