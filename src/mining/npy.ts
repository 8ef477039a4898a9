/** NumPy's .npy files (format 1.0), written row by row so that a table of any length needs the memory of one block. */
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { writeProblem } from '../project/files';
import { ProblemError } from '../protocol/problem';

const types = { float32: { descr: '<f4', bytes: 4 }, int32: { descr: '<i4', bytes: 4 } } as const;
export type NpyType = keyof typeof types;
const MAGIC = '\x93NUMPY\x01\x00';

/** Bytes in front of the values: magic, version, length, and a Python dictionary padded so that values start at a multiple of 64. */
export function npyHeader(type: NpyType, shape: readonly number[]): Buffer {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const fields = `{'descr': '${types[type].descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 2 + fields.length + 1;
  const text = `${fields}${' '.repeat((64 - (before % 64)) % 64)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), length, Buffer.from(text, 'latin1')]);
}

/** An .npy file being filled: under a temporary name until finish(). */
export class NpyFile {
  private written = 0;

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    private readonly expected: number,
  ) {}

  /** Begins a file of `shape`, little-endian, C order. Throws ProblemError on a full or closed disk, as the other methods do. */
  static async create(file: string, type: NpyType, shape: readonly number[]): Promise<NpyFile> {
    const bytes = shape.reduce((product, n) => product * n, types[type].bytes);
    const handle = await open(`${file}.tmp`, 'w').catch((error: unknown) => {
      throw writeProblem(file, error);
    });
    const npy = new NpyFile(file, handle, bytes);
    await npy.put(npyHeader(type, shape));
    return npy;
  }

  /** Appends values in order. */
  async append(values: Float32Array | Int32Array): Promise<void> {
    await this.put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    this.written += values.byteLength;
  }

  /** Puts the file in place. Throws RangeError when its shape is not filled exactly. */
  async finish(): Promise<void> {
    if (this.written !== this.expected) throw new RangeError(`${this.file}: ${this.written} bytes written of ${this.expected}.`);
    try {
      await this.handle.sync();
      await this.handle.close();
      await rename(`${this.file}.tmp`, this.file);
    } catch (error) {
      throw writeProblem(this.file, error);
    }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.handle.close();
    await rm(`${this.file}.tmp`, { force: true });
  }

  private async put(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) at += (await this.handle.write(bytes, at, bytes.length - at)).bytesWritten;
    } catch (error) {
      throw writeProblem(this.file, error);
    }
  }
}

/** Reads an .npy file of this project: little-endian float32 or int32 in C order. Throws ProblemError on any other content. */
export async function readNpy(file: string): Promise<{ shape: number[]; data: Float32Array | Int32Array }> {
  const bytes = await readFile(file);
  const broken = (found: string) =>
    new ProblemError({
      code: 'npy.unreadable',
      file,
      found,
      expected: 'a whole .npy file of little-endian float32 or int32 in C order',
      remedy: 'Mine again: it is written anew.',
    });
  if (bytes.length < 10 || bytes.toString('latin1', 0, 8) !== MAGIC) throw broken('no .npy header of version 1.0');
  const start = 10 + bytes.readUInt16LE(8);
  const header = /'descr': '(<[fi]4)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(bytes.toString('latin1', 10, start));
  if (!header) throw broken('another element type or order');
  const shape = header[2].split(',').flatMap((n) => (n.trim() ? [Number(n)] : []));
  const count = shape.reduce((product, n) => product * n, 1);
  if (bytes.length !== start + count * 4) throw broken(`${bytes.length - start} bytes of values, ${count * 4} announced`);
  const values = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  return { shape, data: header[1] === '<f4' ? new Float32Array(values) : new Int32Array(values) };
}
