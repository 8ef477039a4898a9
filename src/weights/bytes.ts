/** Random access to a file that may be larger than memory: every reader of weights takes the ranges it needs, each once. */
import { open } from 'node:fs/promises';
import { ProblemError } from '../protocol/problem';

/** One read call takes at most this much; the system's own limit lies just under 2 GiB. */
const PIECE = 1 << 28;

export interface ByteSource {
  readonly file: string;
  /** Bytes in all. */
  readonly size: number;
  /** Exactly `length` bytes in memory of their own, so that typed arrays of any width may view them. Throws ProblemError past the end. */
  read(position: number, length: number): Promise<Buffer>;
}

/** Reads up to `length` bytes at `position` into `target` from `offset` on; gives how many they were, 0 at the end. */
export type ReadAt = (target: Buffer, offset: number, length: number, position: number) => Promise<number>;

/** A source of `size` bytes over a function that reads some of them; `file` names it in messages. */
export function sourceOf(file: string, size: number, readAt: ReadAt): ByteSource {
  return {
    file,
    size,
    async read(position, length) {
      if (!inside(position, length, size)) throw cutShort(file, `${size} bytes`, position, length);
      const bytes = allocate(file, length);
      for (let at = 0; at < length; ) {
        const count = await readAt(bytes, at, Math.min(PIECE, length - at), position + at);
        // The file was cut while it was read.
        if (count === 0) throw cutShort(file, `${position + at} bytes`, position, length);
        at += count;
      }
      return bytes;
    },
  };
}

/** Opens a file for `use` and closes it afterwards. Throws ProblemError `weights.unreadable` when it cannot be opened or read. */
export async function withFile<T>(file: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw unreadable(file, new Error('a folder or a device'));
    const source = sourceOf(file, status.size, async (target, offset, length, position) => {
      const { bytesRead } = await handle.read(target, offset, length, position).catch((error: unknown) => {
        throw unreadable(file, error);
      });
      return bytesRead;
    });
    return await use(source);
  } finally {
    await handle.close();
  }
}

function allocate(file: string, length: number): Buffer {
  try {
    return Buffer.from(new ArrayBuffer(length));
  } catch (error) {
    throw new ProblemError({
      code: 'weights.memory',
      file,
      found: `${length} bytes in one piece (${error instanceof Error ? error.message : String(error)})`,
      expected: 'weights that fit into memory',
      remedy: 'Close other programs, or use a machine with more memory.',
    });
  }
}

function inside(position: number, length: number, size: number): boolean {
  return Number.isSafeInteger(position) && Number.isSafeInteger(length) && position >= 0 && length >= 0 && position + length <= size;
}

function cutShort(file: string, found: string, position: number, length: number): ProblemError {
  return new ProblemError({
    code: 'weights.cutShort',
    file,
    found,
    expected: `${length} bytes from ${position} on`,
    remedy: 'The file is cut short or damaged: fetch or save it again.',
  });
}

function unreadable(file: string, error: unknown): ProblemError {
  return new ProblemError({
    code: 'weights.unreadable',
    file,
    found: `no readable file (${error instanceof Error ? error.message : String(error)})`,
    expected: 'a file of weights',
    remedy: 'Check the path and the permissions.',
  });
}
