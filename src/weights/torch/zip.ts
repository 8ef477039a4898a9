/** Zip archives, as far as PyTorch's checkpoints need them: stored or deflated entries, also of over 4 GiB; each is read when asked for. */
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { ProblemError } from '../../protocol/problem';
import type { ByteSource } from '../bytes';

export interface ZipArchive {
  readonly names: readonly string[];
  /** Bytes of an entry as its directory says; undefined when there is none of that name. */
  size(name: string): number | undefined;
  /** The entry's bytes. Throws ProblemError when it is missing, damaged or of another kind. */
  read(name: string): Promise<Buffer>;
}

interface Entry {
  name: string;
  encrypted: boolean;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Of the local header. */
  position: number;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
/** A checkpoint has one entry a tensor and a few more. */
const MAX_DIRECTORY_BYTES = 1 << 26;
/** Deflate packs 1032 bytes into one at most. */
const MAX_RATIO = 1032;
const MASK16 = 0xffff;
const MASK32 = 0xffffffff;

const inflate = promisify(zlib.inflateRaw);
/** Node 20.9 to 20.14 have no CRC of their own: there a stored entry is not checked. */
const crc32: ((bytes: Uint8Array) => number) | undefined = zlib.crc32;

/** Reads the archive's directory. Throws ProblemError `weights.zip`. */
export async function openZip(source: ByteSource): Promise<ZipArchive> {
  const entries = new Map((await readDirectory(source)).map((entry) => [entry.name, entry]));
  return {
    names: [...entries.keys()],
    size: (name) => entries.get(name)?.size,
    async read(name) {
      const entry = entries.get(name);
      if (!entry) throw broken(source, `no entry ${name}`);
      return readEntry(source, entry);
    },
  };
}

async function readEntry(source: ByteSource, entry: Entry): Promise<Buffer> {
  const { name, method, packed, size } = entry;
  if (entry.encrypted) throw broken(source, `the encrypted entry ${name}`);
  const header = await source.read(entry.position, 30);
  if (header.readUInt32LE(0) !== LOCAL) throw broken(source, `no header where ${name} should be`);
  const stored = await source.read(entry.position + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packed);
  const bytes = method === 0 ? stored : await inflated(source, entry, stored);
  if (bytes.length !== size) throw broken(source, `${bytes.length} bytes in ${name} where ${size} belong`);
  if (crc32 && crc32(bytes) !== entry.crc) throw broken(source, `a wrong checksum of ${name}`);
  return bytes;
}

async function inflated(source: ByteSource, { name, method, size }: Entry, stored: Buffer): Promise<Buffer> {
  if (method !== 8) throw broken(source, `${name} packed by method ${method}`);
  if (size > MAX_RATIO * (stored.length + 1)) throw broken(source, `${name} with ${size} bytes in ${stored.length}`);
  try {
    return await inflate(stored, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw broken(source, `${name}, which does not unpack (${error instanceof Error ? error.message : String(error)})`);
  }
}

async function readDirectory(source: ByteSource): Promise<Entry[]> {
  const { count, position, length } = await findDirectory(source);
  if (length > MAX_DIRECTORY_BYTES) throw broken(source, `a directory of ${length} bytes`);
  const bytes = await source.read(position, length);
  const entries: Entry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
      throw broken(source, `a directory of ${entries.length} of ${count} entries`);
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const end = at + 46 + name + extra + comment;
    if (end > bytes.length) throw broken(source, `a directory of ${entries.length} of ${count} entries`);
    entries.push(
      wide(source, bytes.subarray(at + 46 + name, at + 46 + name + extra), {
        name: bytes.toString('utf8', at + 46, at + 46 + name),
        encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
        method: bytes.readUInt16LE(at + 10),
        crc: bytes.readUInt32LE(at + 16),
        packed: bytes.readUInt32LE(at + 20),
        size: bytes.readUInt32LE(at + 24),
        position: bytes.readUInt32LE(at + 42),
      }),
    );
    at = end;
  }
  return entries;
}

/** Sizes of over 4 GiB stand in an extra field: those that are full, in their order. */
function wide(source: ByteSource, extra: Buffer, entry: Entry): Entry {
  const full = (['size', 'packed', 'position'] as const).filter((key) => entry[key] === MASK32);
  if (full.length === 0) return entry;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 4 + 8 * full.length > extra.length) continue;
    return { ...entry, ...Object.fromEntries(full.map((key, i) => [key, Number(extra.readBigUInt64LE(at + 4 + 8 * i))])) };
  }
  throw broken(source, `${entry.name} without its size`);
}

async function findDirectory(source: ByteSource): Promise<{ count: number; position: number; length: number }> {
  const tailLength = Math.min(source.size, END_BYTES + MASK16 + LOCATOR_BYTES);
  const tail = await source.read(source.size - tailLength, tailLength);
  let at = tail.length - END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
  if (at < 0) throw broken(source, `${source.size} bytes without the directory at their end`);
  const directory = { count: tail.readUInt16LE(at + 10), length: tail.readUInt32LE(at + 12), position: tail.readUInt32LE(at + 16) };
  const locator = at - LOCATOR_BYTES;
  const isWide = directory.count === MASK16 || directory.length === MASK32 || directory.position === MASK32;
  if (!isWide || locator < 0 || tail.readUInt32LE(locator) !== END64_LOCATOR) return directory;
  const end = await source.read(Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (end.readUInt32LE(0) !== END64) throw broken(source, 'a directory that points nowhere');
  const [count, length, position] = [32, 40, 48].map((field) => Number(end.readBigUInt64LE(field)));
  return { count, length, position };
}

function broken({ file }: ByteSource, found: string): ProblemError {
  return new ProblemError({
    code: 'weights.zip',
    file,
    found,
    expected: 'a whole zip archive, as torch.save writes it',
    remedy: 'The file is cut short, damaged or of another kind: fetch or save it again.',
  });
}
