/** The head of a lossless JPEG stream: frame, table, restart interval and scan, up to the first byte of coded data. Source: ITU-T T.81, Annex B. */
import { ProblemError } from '../../protocol/problem';
import type { HuffmanTable } from './huffman';
import type { Predictor } from './prediction';

export interface LosslessJpegHeader {
  width: number;
  height: number;
  /** Bits a sample, 2-16. */
  precision: number;
  predictor: Predictor;
  pointTransform: number;
  /** Samples between restart markers; 0: none. */
  restartInterval: number;
  table: HuffmanTable;
  /** Index of the first byte of coded data. */
  dataStart: number;
}

const SOF3 = 0xc3;
const DHT = 0xc4;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DRI = 0xdd;

/**
 * Reads the head. Throws ProblemError `ddsm.ljpeg.truncated` where the bytes end too early, `.unsupported` for a JPEG of another kind, `.corrupt`
 * for anything that cannot be.
 */
export function readLosslessJpegHeader(bytes: Uint8Array, file?: string): LosslessJpegHeader {
  if (bytes.length < 2) throw truncated(file, `a file of ${bytes.length} bytes`);
  if (bytes[0] !== 0xff || bytes[1] !== SOI)
    throw corrupt(file, `no JPEG: the file starts with ${hex(bytes[0])} ${hex(bytes[1])}`, 'ff d8');
  const tables = new Map<number, HuffmanTable>();
  let frame: { precision: number; width: number; height: number } | undefined;
  let restartInterval = 0;
  let at = 2;
  for (;;) {
    if (at + 4 > bytes.length) throw truncated(file, `the end of the file within the header, at byte ${bytes.length}`);
    if (bytes[at] !== 0xff) throw corrupt(file, `${hex(bytes[at])} at byte ${at}`, 'a marker');
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      // Any marker may be preceded by fill bytes.
      at++;
      continue;
    }
    if (marker === EOI) throw corrupt(file, 'the end of the image before its data', 'a scan');
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    const end = at + 2 + length;
    if (length < 2) throw corrupt(file, `a segment of length ${length} at byte ${at}`, 'at least 2');
    if (end > bytes.length) throw truncated(file, `the end of the file within the header, at byte ${bytes.length}`);
    const segment = bytes.subarray(at + 4, end);
    if (marker === DHT) readTables(segment, tables, file);
    else if (marker === SOF3) frame = readFrameHeader(segment, file);
    else if (marker === DRI) {
      if (segment.length !== 2) throw corrupt(file, `a restart interval segment of ${segment.length} bytes`, '2');
      restartInterval = (segment[0] << 8) | segment[1];
    } else if (marker === SOS) {
      if (!frame) throw corrupt(file, 'a scan before the frame header', 'a frame header first');
      const scan = readScanHeader(segment, tables, frame.precision, file);
      // T.81, H.1.1: a lossless interval is a whole number of rows.
      if (restartInterval % frame.width !== 0)
        throw corrupt(file, `a restart interval of ${restartInterval} samples`, `whole rows of ${frame.width}`);
      return { ...frame, ...scan, restartInterval, dataStart: end };
    } else if ((marker & 0xf0) === 0xc0 && marker !== 0xc8 && marker !== 0xcc)
      throw unsupported(file, `a JPEG of another process (SOF${marker & 15})`, 'a lossless one (SOF3)');
    at = end;
  }
}

function readFrameHeader(s: Uint8Array, file?: string): { precision: number; width: number; height: number } {
  if (s.length < 9) throw corrupt(file, `a frame header of ${s.length} bytes`, '9');
  const precision = s[0];
  const height = (s[1] << 8) | s[2];
  const width = (s[3] << 8) | s[4];
  if (s[5] !== 1) throw unsupported(file, `${s[5]} components`, 'one (grey)');
  if (precision < 2 || precision > 16) throw corrupt(file, `${precision} bits a sample`, '2 to 16');
  if (width === 0 || height === 0) throw corrupt(file, `a size of ${width} x ${height}`, 'at least one column and row');
  return { precision, width, height };
}

function readTables(segment: Uint8Array, tables: Map<number, HuffmanTable>, file?: string): void {
  let at = 0;
  while (at < segment.length) {
    const counts = segment.slice(at + 1, at + 17);
    const total = counts.reduce((a, b) => a + b, 0);
    const symbols = segment.slice(at + 17, at + 17 + total);
    if (counts.length < 16 || symbols.length < total) throw corrupt(file, 'a Huffman table that ends too early', `${total} symbols`);
    if (symbols.some((s) => s > 16)) throw corrupt(file, `a Huffman symbol ${Math.max(...symbols)}`, '0 to 16');
    // The high half of this byte is the table's class: 0 (DC), the only one that lossless JPEG has.
    tables.set(segment[at] & 15, { counts, symbols });
    at += 17 + total;
  }
}

function readScanHeader(
  s: Uint8Array,
  tables: Map<number, HuffmanTable>,
  precision: number,
  file?: string,
): Pick<LosslessJpegHeader, 'predictor' | 'pointTransform' | 'table'> {
  if (s.length < 6 || s[0] !== 1) throw corrupt(file, `a scan of ${s[0] ?? 0} components in ${s.length} bytes`, 'one component in 6 bytes');
  const table = tables.get(s[2] >> 4);
  const predictor = s[3];
  const pointTransform = s[5] & 15;
  if (!table) throw corrupt(file, `Huffman table ${s[2] >> 4}`, `one of those defined (${[...tables.keys()].join(', ') || 'none'})`);
  if (!isPredictor(predictor)) throw corrupt(file, `predictor ${predictor}`, '1 to 7');
  if (pointTransform >= precision) throw corrupt(file, `a point transform of ${pointTransform} bits`, `fewer than ${precision}`);
  return { predictor, pointTransform, table };
}

function isPredictor(n: number): n is Predictor {
  return n >= 1 && n <= 7;
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

/** The stream ends before its image does. */
export function truncated(file: string | undefined, found: string): ProblemError {
  return new ProblemError({
    code: 'ddsm.ljpeg.truncated',
    file,
    found,
    expected: 'a whole lossless JPEG image',
    remedy: 'Copy or download the file again; until then the view is left out.',
  });
}

/** The stream says something that cannot be. */
export function corrupt(file: string | undefined, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'ddsm.ljpeg.corrupt',
    file,
    found,
    expected,
    remedy: 'Copy or download the file again; until then the view is left out.',
  });
}

function unsupported(file: string | undefined, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'ddsm.ljpeg.unsupported',
    file,
    found,
    expected,
    remedy: 'Check that this is an original DDSM file; the view is left out.',
  });
}

/** Whether this is a JPEG whose frame header is SOF3, which ordinary readers refuse. Looks at no more than its markers; never throws. */
export function isLosslessJpeg(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return false;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === SOF3) return true;
    if (marker === SOS || (marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== 0xc8 && marker !== 0xcc)) return false;
    at += 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
  }
  return false;
}
