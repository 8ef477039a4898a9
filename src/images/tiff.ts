/** The first directory of a TIFF file: its size, depth and kind of samples, wherever in the file it lies. Source: TIFF 6.0, sections 2 and 8; BigTIFF. */
import { ProblemError } from '../protocol/problem';
import type { ImageHeader } from './frame';

/** Bytes of the content at an offset, fewer where it ends. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** Directories are counted no further: a chain may bite its own tail. */
const MOST_PAGES = 1000;
const MOST_ENTRIES = 4096;
/** Depths that are read; a bit is read as 0 or 255. */
const DEPTHS = [1, 8, 16];
const KINDS: Record<number, string> = { 2: 'signed numbers', 3: 'floating point numbers', 5: 'complex numbers', 6: 'complex numbers' };
const TAG = { width: 256, height: 257, bits: 258, photometric: 262, samples: 277, kind: 339 };
const PALETTE = 3;

interface Layout {
  view: (bytes: Uint8Array, at: number, size: 2 | 4 | 8) => number;
  /** Bytes of an offset and of an inline value. */
  word: 4 | 8;
  /** Bytes of the number of entries. */
  count: 2 | 8;
  first: number;
}

/** Whether the bytes begin as TIFF of either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  return /^(49492[ab]00|4d4d002[ab])$/.test(Buffer.from(bytes.subarray(0, 4)).toString('hex'));
}

/** Throws ProblemError `image.tiff.truncated` where a directory lies outside the file, `image.tiff.unsupported` for samples that are not read. */
export async function readTiffHeader(readAt: ReadAt, file: string): Promise<ImageHeader> {
  const layout = await layoutOf(readAt, file);
  let entries: Map<number, number[]> | undefined;
  let pages = 0;
  for (let at = layout.first; at !== 0 && pages < MOST_PAGES; pages++) {
    const directory = await readDirectory(readAt, at, layout, pages === 0, file);
    entries ??= directory.entries;
    at = directory.next;
  }
  if (!entries) throw truncated(file, 'no directory');
  const value = (tag: number, otherwise: number) => entries.get(tag)?.[0] ?? otherwise;
  const [width, height] = [value(TAG.width, 0), value(TAG.height, 0)];
  if (width < 1 || height < 1) throw truncated(file, `a size of ${width} x ${height}`);
  const depths = entries.get(TAG.bits) ?? [1];
  const kind = KINDS[value(TAG.kind, 1)];
  if (kind) throw unsupported(file, `samples that are ${kind}`);
  if (!depths.every((depth) => depth === depths[0]) || !DEPTHS.includes(depths[0]))
    throw unsupported(file, `samples of ${depths.join(', ')} bits`);
  const channels = value(TAG.photometric, 1) === PALETTE ? 3 : value(TAG.samples, 1);
  return { format: 'tiff', width, height, bits: depths[0] === 16 ? 16 : 8, channels, ...(pages > 1 ? { pages } : {}) };
}

async function layoutOf(readAt: ReadAt, file: string): Promise<Layout> {
  const start = await readAt(0, 16);
  if (start.length < 16) throw truncated(file, `a file of ${start.length} bytes`);
  const little = start[0] === 0x49;
  const view: Layout['view'] = (bytes, at, size) => {
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (size === 8) return Number(data.getBigUint64(at, little));
    return size === 4 ? data.getUint32(at, little) : data.getUint16(at, little);
  };
  const big = view(start, 2, 2) === 43;
  return { view, word: big ? 8 : 4, count: big ? 8 : 2, first: view(start, big ? 8 : 4, big ? 8 : 4) };
}

/** The directory at an offset: with `read`, the numbers of its short entries by tag. */
async function readDirectory(
  readAt: ReadAt,
  at: number,
  { view, word, count }: Layout,
  read: boolean,
  file: string,
): Promise<{ entries: Map<number, number[]>; next: number }> {
  const head = await readAt(at, count);
  if (head.length < count) throw truncated(file, `a directory at byte ${at}, behind the end`);
  const number = view(head, 0, count);
  if (number > MOST_ENTRIES) throw truncated(file, `a directory of ${number} entries at byte ${at}`);
  const size = 4 + 2 * word;
  const body = await readAt(at + count, number * size + word);
  if (body.length < number * size + word) throw truncated(file, `a directory at byte ${at} that is cut off`);
  const entries = new Map<number, number[]>();
  for (let i = 0; read && i < number; i++) {
    const type = view(body, i * size + 2, 2);
    const unit = type === 3 ? 2 : type === 4 ? 4 : type === 16 ? 8 : 0;
    const values = view(body, i * size + 4, word);
    if (unit === 0 || values < 1 || values > 16) continue;
    let place = body.subarray(i * size + 4 + word, (i + 1) * size);
    if (values * unit > word) place = await readAt(view(place, 0, word), values * unit);
    if (place.length < values * unit) throw truncated(file, `values of a directory at byte ${at}, behind the end`);
    entries.set(
      view(body, i * size, 2),
      Array.from({ length: values }, (_, n) => view(place, n * unit, unit as 2 | 4 | 8)),
    );
  }
  return { entries, next: view(body, number * size, word) };
}

function truncated(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'image.tiff.truncated',
    file,
    found,
    expected: 'a whole TIFF file',
    remedy: 'The file is cut off or damaged: copy it from its source again.',
  });
}

function unsupported(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'image.tiff.unsupported',
    file,
    found,
    expected: 'whole numbers of 1, 8 or 16 bits without sign',
    remedy: 'Convert the file to 16-bit TIFF or PNG.',
  });
}
