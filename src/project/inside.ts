/** Paths that a file names: only what lies inside the folder they are relative to is read. */
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { stepsInside } from '../protocol/inside';
import { ProblemError } from '../protocol/problem';
import { isFileName } from './fileName';

/** `relative` below `root`, absolute. Throws ProblemError `file.outside` when it leads out of the folder: a changed file reads nothing else. */
export function insideFolder(root: string, relative: string, rules: path.PlatformPath = path): string {
  const file = rules.resolve(root, relative);
  const steps = stepsInside(root, file, rules);
  if (!steps?.split('/').every((step) => isFileName(step, rules))) throw outside(root, relative);
  return file;
}

/** The file `relative` below `root`. Throws as insideFolder does, also where a link leads out of the folder, and what the file system throws. */
export async function readInside(root: string, relative: string): Promise<Buffer> {
  const [folder, file] = await Promise.all([realpath(root), realpath(insideFolder(root, relative))]);
  if (!stepsInside(folder, file, path)) throw outside(root, relative);
  return readFile(file);
}

const outside = (root: string, relative: string): ProblemError =>
  new ProblemError({
    code: 'file.outside',
    file: root,
    found: `the path "${relative}", which leads out of this folder`,
    expected: 'a path inside it',
    remedy: 'The folder was changed by hand: make its content anew.',
  });
