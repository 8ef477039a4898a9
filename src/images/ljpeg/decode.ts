/** Reads lossless JPEG (SOF3, one component, 2-16 bits, predictors 1-7, restarts, point transform). Source: ITU-T T.81, Annexes F and H. */
import type { Frame } from '../frame';
import { corrupt, type LosslessJpegHeader, readLosslessJpegHeader, truncated } from './header';
import { lookUp } from './huffman';
import { DEFAULT_DIALECT, type Dialect, undoPrediction } from './prediction';

export interface LosslessFrame extends Frame, Pick<LosslessJpegHeader, 'predictor' | 'pointTransform' | 'restartInterval'> {}

/** After the last sample only padding may follow; a few stray bytes are forgiven. */
const STRAY_BYTES = 16;

/**
 * Decodes one stream to samples [height, width]. `dialect` says who wrote it: the Stanford codec of DDSM (`pvrg`, the default) or a
 * conforming one (`standard`). Throws ProblemError `ddsm.ljpeg.truncated`, `.corrupt` or
 * `.unsupported`: what it returns is whole.
 */
export function decodeLosslessJpeg(bytes: Uint8Array, file?: string, options: { dialect?: Dialect } = {}): LosslessFrame {
  const header = readLosslessJpegHeader(bytes, file);
  const { width, height, precision, predictor, pointTransform, restartInterval } = header;
  const total = width * height;
  // Every sample takes at least one bit: refuse a hopeless size before memory is spent on it.
  if (total > 8 * (bytes.length - header.dataStart)) throw truncated(file, `${bytes.length} bytes for ${width} x ${height} samples`);
  const data = new Uint16Array(total);
  const scan = new Scan(bytes, header, file);
  const step = restartInterval || total;
  const prediction = { width, predictor, middle: 1 << (precision - pointTransform - 1), dialect: options.dialect ?? DEFAULT_DIALECT };
  for (let start = 0, interval = 0; start < total; start += step, interval++) {
    if (interval > 0) scan.restart((interval - 1) & 7, start, total);
    const end = Math.min(start + step, total);
    scan.differences(data, start, end, total);
    if (prediction.dialect === 'standard') undoPrediction(data, { ...prediction, start, end });
  }
  if (prediction.dialect === 'pvrg') undoPrediction(data, { ...prediction, start: 0, end: total });
  scan.finish();
  checkRange(data, header, file);
  if (pointTransform > 0) for (let i = 0; i < total; i++) data[i] <<= pointTransform;
  return { width, height, bits: precision, data, predictor, pointTransform, restartInterval };
}

/** The coded bits from one marker to the next. */
class Scan {
  private at: number;
  /** The last `count` bits of `pending` are read but not yet used; the last `padding` of those are zeros past the end of the data. */
  private pending = 0;
  private count = 0;
  private padding = 0;
  private readonly codes: Uint16Array;
  private readonly whole: Int32Array;

  constructor(
    private readonly bytes: Uint8Array,
    header: LosslessJpegHeader,
    private readonly file: string | undefined,
  ) {
    this.at = header.dataStart;
    const codes = lookUp(header.table);
    if (!codes) throw corrupt(file, 'a Huffman table with more codes than there can be', 'a prefix code');
    this.codes = codes;
    this.whole = wholeDifferences(codes);
  }

  /** Reads the differences [start, end) of an image of `total` samples, modulo 2^16. */
  differences(out: Uint16Array, start: number, end: number, total: number): void {
    const { bytes, codes, whole } = this;
    let { at, pending, count, padding } = this;
    const last = bytes.length;
    for (let i = start; i < end; i++) {
      while (count <= 24) {
        let byte = at < last ? bytes[at] : 0xff;
        if (byte !== 0xff) at++;
        else if (at + 1 < last && bytes[at + 1] === 0) at += 2;
        else {
          // A marker, or the end of the file: zeros keep the loop simple, and using any of them is an error.
          byte = 0;
          padding += 8;
        }
        pending = (pending << 8) | byte;
        count += 8;
      }
      const next = (pending >>> (count - 16)) & 0xffff;
      const entry = whole[next];
      if (entry !== 0) {
        count -= entry & 255;
        out[i] = entry >>> 8;
      } else {
        const symbol = codes[next] & 255;
        const length = codes[next] >> 8;
        if (length === 0) {
          if (count - 16 < padding) throw this.ended(at, i, total);
          throw corrupt(this.file, `an unknown Huffman code at sample ${i} of ${total}`, "a code of the file's table");
        }
        count -= length;
        // The code took at most 16 of 25 bits or more: top up before the difference's own bits.
        while (count <= 16) {
          let byte = at < last ? bytes[at] : 0xff;
          if (byte !== 0xff) at++;
          else if (at + 1 < last && bytes[at + 1] === 0) at += 2;
          else {
            byte = 0;
            padding += 8;
          }
          pending = (pending << 8) | byte;
          count += 8;
        }
        count -= symbol;
        out[i] = extend((pending >>> count) & ((1 << symbol) - 1), symbol);
      }
      if (count < padding) throw this.ended(at, i, total);
    }
    Object.assign(this, { at, pending, count, padding });
  }

  /** Passes the restart marker RSTn. */
  restart(n: number, sample: number, total: number): void {
    this.skipToMarker();
    if (this.at + 1 >= this.bytes.length) throw this.ended(this.at, sample, total);
    const marker = this.bytes[this.at + 1];
    if (marker !== 0xd0 + n)
      throw corrupt(this.file, `marker ff ${marker.toString(16)} before sample ${sample} of ${total}`, `restart marker ff d${n}`);
    this.at += 2;
    this.pending = this.count = this.padding = 0;
  }

  /** Throws when much more data follows than the image has samples. */
  finish(): void {
    const left = ((this.count - this.padding) >> 3) + this.skipToMarker();
    if (left > STRAY_BYTES)
      throw corrupt(
        this.file,
        `${left} bytes of coded data after the last sample`,
        'the end of the image: its size in the header is wrong',
      );
  }

  /** Moves to the next marker or the end of the file; returns the bytes passed. */
  private skipToMarker(): number {
    const from = this.at;
    const { bytes } = this;
    while (this.at < bytes.length && !(bytes[this.at] === 0xff && bytes[this.at + 1] !== 0)) this.at++;
    const passed = this.at - from;
    while (bytes[this.at] === 0xff && bytes[this.at + 1] === 0xff) this.at++;
    return passed;
  }

  private ended(at: number, sample: number, total: number): Error {
    if (at + 1 >= this.bytes.length) return truncated(this.file, `the end of the file after ${sample} of ${total} samples`);
    const marker = this.bytes[at + 1].toString(16).padStart(2, '0');
    return corrupt(this.file, `marker ff ${marker} after ${sample} of ${total} samples`, 'data for all samples');
  }
}

/** A difference from its low bits (T.81, table H.2; category 16 has none and is 32768), modulo 2^16. */
function extend(low: number, category: number): number {
  if (category === 0) return 0;
  if (category === 16) return 32768;
  return (low < 1 << (category - 1) ? low - (1 << category) + 1 : low) & 0xffff;
}

/**
 * Look-up by the next 16 bits where they hold a code and all bits of its difference, as nearly always: (difference << 8) | bits used; 0 where not.
 */
function wholeDifferences(codes: Uint16Array): Int32Array {
  const table = new Int32Array(codes.length);
  for (let next = 0; next < codes.length; next++) {
    const length = codes[next] >> 8;
    const category = codes[next] & 255;
    const own = category === 16 ? 0 : category;
    if (length === 0 || length + own > 16) continue;
    const low = (next >> (16 - length - own)) & ((1 << own) - 1);
    table[next] = (extend(low, category) << 8) | (length + own);
  }
  return table;
}

/** Damaged data mostly decodes to something; that something soon leaves the range. */
function checkRange(data: Uint16Array, { precision, pointTransform, width }: LosslessJpegHeader, file?: string): void {
  const limit = 1 << (precision - pointTransform);
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= limit)
      throw corrupt(file, `sample value ${data[i]} at column ${i % width}, row ${Math.floor(i / width)}`, `values below ${limit}`);
  }
}
