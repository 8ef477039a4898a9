/** Bytes of a file, unpacked where a mirror has gzipped it, whatever its name says. */
import { type FileHandle, open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { ProblemError } from '../protocol/problem';

const isGzip = (bytes: Uint8Array) => bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Of one image, packed or not: the largest that is read (limits.ts) takes this much in its wordiest form. */
export const MOST_BYTES = 2 ** 30;

/** The whole content. Throws ProblemError `file.gzip` for a damaged archive, `file.missing` where there is no file, `file.tooLarge` above MOST_BYTES. */
export async function readBytes(file: string): Promise<Uint8Array> {
  return opened(file, async (handle) => {
    const { size } = await handle.stat();
    if (size > MOST_BYTES) throw tooLarge(file, `${Math.ceil(size / 2 ** 20)} MB`);
    const bytes = await readWhole(handle, size);
    return isGzip(bytes) ? unpack(file, bytes, false) : bytes;
  });
}

/** Node's own readFile fetches half a megabyte a turn, which takes twice as long for a film. What states no size (a pipe) is left to it. */
async function readWhole(handle: FileHandle, size: number): Promise<Uint8Array> {
  if (size === 0) return handle.readFile();
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** At least the first bytes of the content, for headers; `whole` when there are no more, `packed` where they come out of a gzip file. Throws as readBytes. */
export async function readStart(file: string, length = 8192): Promise<{ bytes: Uint8Array; whole: boolean; packed: boolean }> {
  return opened(file, async (handle) => {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const whole = bytesRead < length;
    const packed = isGzip(bytes);
    return { bytes: packed ? unpack(file, bytes, !whole) : bytes, whole, packed };
  });
}

/** Gives `read` the bytes of a file, which is not packed, at any offset. Throws ProblemError `file.missing`. */
export async function readParts<T>(
  file: string,
  read: (readAt: (offset: number, length: number) => Promise<Uint8Array>) => Promise<T>,
): Promise<T> {
  return opened(file, (handle) =>
    read(async (offset, length) => {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    }),
  );
}

async function opened<T>(file: string, read: (handle: FileHandle) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    return await read(handle);
  } catch (error) {
    throw missingFile(file, error);
  } finally {
    await handle?.close();
  }
}

function unpack(file: string, bytes: Uint8Array, partial: boolean): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES, finishFlush: partial ? constants.Z_SYNC_FLUSH : constants.Z_FINISH });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file, 'a packed file of more than a gigabyte');
    throw new ProblemError({
      code: 'file.gzip',
      file,
      found: `gzipped data that cannot be unpacked (${(error as Error).message})`,
      expected: 'a whole gzip file',
      remedy: 'Copy or download the file again; until then it is left out.',
    });
  }
}

function tooLarge(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'file.tooLarge',
    file,
    found,
    expected: `an image of at most ${MOST_BYTES / 2 ** 20} MB`,
    remedy: 'Choose another file, or export the image anew.',
  });
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
