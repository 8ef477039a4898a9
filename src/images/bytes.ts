/** Bytes of a file, unpacked where a mirror has gzipped it, whatever its name says. */
import { open, readFile } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { ProblemError } from '../protocol/problem';

const isGzip = (bytes: Uint8Array) => bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The whole content. Throws ProblemError `file.gzip` for a damaged archive, `file.missing` where there is no file. */
export async function readBytes(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw missingFile(file, error);
  });
  return isGzip(bytes) ? unpack(file, bytes, false) : bytes;
}

/** At least the first bytes of the content, for headers; `whole` when there are no more. */
export async function readStart(file: string, length = 8192): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw missingFile(file, error);
  });
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const whole = bytesRead < length;
    return { bytes: isGzip(bytes) ? unpack(file, bytes, !whole) : bytes, whole };
  } finally {
    await handle.close();
  }
}

function unpack(file: string, bytes: Uint8Array, partial: boolean): Uint8Array {
  try {
    return gunzipSync(bytes, partial ? { finishFlush: constants.Z_SYNC_FLUSH } : {});
  } catch (error) {
    throw new ProblemError({
      code: 'file.gzip',
      file,
      found: `gzipped data that cannot be unpacked (${(error as Error).message})`,
      expected: 'a whole gzip file',
      remedy: 'Copy or download the file again; until then it is left out.',
    });
  }
}

function missingFile(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (!code || !['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR'].includes(code)) return error;
  return new ProblemError({
    code: 'file.missing',
    file,
    found: code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : 'a file that may not be read',
    expected: 'a file that can be opened',
    remedy: 'Restore the file from its source or correct its permissions.',
  });
}
