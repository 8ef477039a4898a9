/** Files that are whole or absent: written under a temporary name, synced, then renamed. A full disk or a closed folder names the file. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProblemError } from '../protocol/problem';

/**
 * Writes text, bytes or chunks of bytes so that a reader sees the old file or the new one, never a part. Creates the folder.
 * Throws ProblemError `file.*`; nothing is left behind then.
 */
export async function writeFileWhole(file: string, content: string | Uint8Array | readonly Uint8Array[]): Promise<void> {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeProblem(file, error);
  }
}

export function writeJson(file: string, value: unknown): Promise<void> {
  return writeFileWhole(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Turns a failed write into a Problem that says what to do; other errors pass through. */
export function writeProblem(file: string, error: unknown): unknown {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ProblemError({
      code: 'file.diskFull',
      file,
      found: 'no space left on the disk',
      expected: 'room for this file',
      remedy: 'Free some space and run the command again; everything finished before is kept.',
    });
  // Where a folder cannot be made on a file system without writing, Node says that it is not there.
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || (code === 'ENOENT' && syscall === 'mkdir'))
    return new ProblemError({
      code: 'file.readOnly',
      file,
      found: 'a folder that may not be written to',
      expected: 'a folder you can write to',
      remedy: 'Change its permissions or copy the project to another place.',
    });
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new ProblemError({
      code: 'file.notFolder',
      file,
      found: 'a file where a folder on the way to it should be',
      expected: 'a folder, or nothing',
      remedy: 'Move that file away.',
    });
  return error;
}

/** What the file system refused, as a Problem, where nobody nearer to it has made it one; other errors pass through. */
export function refusedByDisk(error: unknown): unknown {
  const { code, syscall, path: file } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof ProblemError || code === undefined || file === undefined) return error;
  if ((code === 'EACCES' || code === 'EPERM') && /^(open|scandir|opendir|l?stat|access|read)$/.test(syscall ?? ''))
    return new ProblemError({
      code: 'file.denied',
      file,
      found: 'a file or folder that you may not open',
      expected: 'one that you may read, and write to where results go',
      remedy: 'Change its permissions or copy the project to another place.',
    });
  return code === 'ENOTDIR' || code === 'EEXIST' ? error : writeProblem(file, error);
}

/** Reads JSON; throws ProblemError `file.missing` or `file.json` that names the file and what makes it. */
export async function readJson<T>(file: string, madeBy: string): Promise<T> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ProblemError({
      code: 'file.missing',
      file,
      found: 'no such file',
      expected: `a file made by ${madeBy}`,
      remedy: `Run ${madeBy} first.`,
    });
  }
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new ProblemError({
      code: 'file.json',
      file,
      found: `text that is not JSON (${(error as Error).message})`,
      expected: `JSON written by ${madeBy}`,
      remedy: `Mend the file or delete it and run ${madeBy} again.`,
    });
  }
}

/** SHA-256 in hex of a value's JSON with sorted keys: equal content, equal hash, whatever the order of fields. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, v]) => v !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
