/** NumPy's .npy files (format 1.0): tables that grow row by row, so that one of any length needs the memory of one block. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { writeProblem } from '../project/files';
import { ProblemError } from '../protocol/problem';

const types = { float32: { descr: '<f4', bytes: 4 }, int32: { descr: '<i4', bytes: 4 } } as const;
export type NpyType = keyof typeof types;
const MAGIC = '\x93NUMPY\x01\x00';
/** Bytes of a block when a table is copied or scanned. */
const BLOCK = 1 << 22;

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

/**
 * A table [rows, columns] being filled, little-endian, in C order. Its header says 0 rows until finish(), so that nobody takes a part for the
 * whole. Methods throw ProblemError on a full or closed disk.
 */
export class NpyTable {
  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    private readonly type: NpyType,
    private readonly columns: number,
    private at: number,
  ) {}

  /** Opens the table with its first `rows` rows, which must be there; rows after them are cut off. Throws ProblemError when they are not. */
  static async open(file: string, type: NpyType, columns: number, rows = 0): Promise<NpyTable> {
    try {
      const handle = await open(file, rows > 0 ? 'r+' : 'w+');
      const header = npyHeader(type, [0, columns]);
      const kept = header.length + rows * columns * types[type].bytes;
      if (rows > 0 && (await handle.stat()).size < kept) {
        await handle.close();
        throw unreadable(file, `fewer than the ${rows} rows that were written`);
      }
      await handle.truncate(rows > 0 ? kept : 0);
      const table = new NpyTable(file, handle, type, columns, 0);
      await table.put(header);
      table.at = kept;
      return table;
    } catch (error) {
      throw writeProblem(file, error);
    }
  }

  get rows(): number {
    return (this.at - npyHeader(this.type, [0, this.columns]).length) / (this.columns * types[this.type].bytes);
  }

  /** Appends whole rows. */
  async append(values: Float32Array | Int32Array): Promise<void> {
    if (values.length % this.columns !== 0) throw new RangeError(`${values.length} values are no rows of ${this.columns}.`);
    await this.put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** Appends the rows of a finished table, a block at a time. Throws ProblemError when it has other columns. */
  async appendTable(file: string): Promise<void> {
    for await (const { values, columns } of npyBlocks(file)) {
      if (columns !== this.columns) throw unreadable(file, `rows of ${columns}, not of ${this.columns}`);
      await this.append(values);
    }
  }

  /** What was appended is on the disk, whatever happens after. */
  async sync(): Promise<void> {
    await this.handle.sync().catch((error: unknown) => {
      throw writeProblem(this.file, error);
    });
  }

  /** Writes the header of the whole table and closes it. */
  async finish(): Promise<void> {
    const header = npyHeader(this.type, [this.rows, this.columns]);
    this.at = 0;
    await this.put(header);
    await this.sync();
    await this.handle.close();
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private async put(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, this.at);
        done += bytesWritten;
        this.at += bytesWritten;
      }
    } catch (error) {
      throw writeProblem(this.file, error);
    }
  }
}

/** The rows of a finished table [rows, columns] in order, some at a time: memory holds one block. Throws ProblemError on any other content. */
export async function* npyBlocks(file: string): AsyncGenerator<{ row: number; columns: number; values: Float32Array | Int32Array }> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(1024);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const { type, shape, start } = parseHeader(head.subarray(0, bytesRead), file);
    const [rows, columns = 1] = shape;
    const rowBytes = columns * types[type].bytes;
    if ((await handle.stat()).size !== start + rows * rowBytes) throw unreadable(file, 'another length than announced');
    const step = Math.max(1, Math.floor(BLOCK / rowBytes));
    for (let row = 0; row < rows; row += step) {
      const bytes = new Uint8Array(Math.min(step, rows - row) * rowBytes);
      for (let done = 0; done < bytes.length; )
        done += (await handle.read(bytes, done, bytes.length - done, start + row * rowBytes + done)).bytesRead;
      yield { row, columns, values: type === 'float32' ? new Float32Array(bytes.buffer) : new Int32Array(bytes.buffer) };
    }
  } finally {
    await handle.close();
  }
}

/** Shape of a finished table, from its header alone. Throws ProblemError on any other content. */
export async function npyShape(file: string): Promise<number[]> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(1024);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return parseHeader(head.subarray(0, bytesRead), file).shape;
  } finally {
    await handle.close();
  }
}

/** Reads an .npy file of this project: little-endian float32 or int32 in C order. Throws ProblemError on any other content. */
export async function readNpy(file: string): Promise<{ shape: number[]; data: Float32Array | Int32Array }> {
  const bytes = await readFile(file);
  const { type, shape, start } = parseHeader(bytes, file);
  const count = shape.reduce((product, n) => product * n, 1);
  if (bytes.length !== start + count * 4) throw unreadable(file, `${bytes.length - start} bytes of values, ${count * 4} announced`);
  const values = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  return { shape, data: type === 'float32' ? new Float32Array(values) : new Int32Array(values) };
}

function parseHeader(bytes: Buffer, file: string): { type: NpyType; shape: number[]; start: number } {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 8) !== MAGIC) throw unreadable(file, 'no .npy header of version 1.0');
  const start = 10 + bytes.readUInt16LE(8);
  const header = /'descr': '(<[fi]4)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(bytes.toString('latin1', 10, start));
  if (!header) throw unreadable(file, 'another element type or order');
  const shape = header[2].split(',').flatMap((n) => (n.trim() ? [Number(n)] : []));
  return { type: header[1] === '<f4' ? 'float32' : 'int32', shape, start };
}

function unreadable(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'npy.unreadable',
    file,
    found,
    expected: 'a whole .npy file of little-endian float32 or int32 in C order',
    remedy: 'Delete the folder that it lies in and mine again: it is written anew.',
  });
}
