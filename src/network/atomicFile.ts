/** Files that are whole or not there: written under a temporary name beside the target, synced, then renamed. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProblemError } from '../protocol/problem';

/** writev takes at most IOV_MAX (1024 on Linux) buffers at once. */
const CHUNKS_A_WRITE = 512;

/**
 * Writes the chunks one after another as `file`, making its folder when needed. An earlier file of that name stays whole until the very
 * end. Throws ProblemError when the disk is full or the place cannot be written; nothing is left behind then.
 */
export async function writeAtomically(file: string, chunks: readonly Uint8Array[]): Promise<void> {
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2, 8)}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      for (let i = 0; i < chunks.length; i += CHUNKS_A_WRITE) await writeAll(handle, chunks.slice(i, i + CHUNKS_A_WRITE));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeProblem(error, file);
  }
}

/** A writev may take less than it was given, e.g. above 2 GB: the rest is written again. */
async function writeAll(handle: Awaited<ReturnType<typeof open>>, chunks: readonly Uint8Array[]): Promise<void> {
  let rest = [...chunks];
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest);
    while (rest.length > 0 && bytesWritten >= rest[0].byteLength) {
      bytesWritten -= rest[0].byteLength;
      rest = rest.slice(1);
    }
    if (rest.length > 0) rest[0] = rest[0].subarray(bytesWritten);
  }
}

/** The operating system's error in words; other errors are given back as they are. */
export function writeProblem(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  return new ProblemError({
    code: full ? 'file.diskFull' : 'file.notWritable',
    file,
    found: full ? 'no space left on the disk' : `a place that cannot be written (${error.message})`,
    expected: 'room and permission to write the file',
    remedy: full ? 'Free some space and run again; what was there before is unchanged.' : 'Check the path and its permissions.',
  });
}
