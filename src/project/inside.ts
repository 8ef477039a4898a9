/** Paths that a file names: only what lies inside the folder they are relative to is read. */
import path from 'node:path';
import { ProblemError } from '../protocol/problem';

/** `relative` below `root`, absolute. Throws ProblemError `file.outside` when it leads out of the folder: a changed file reads nothing else. */
export function insideFolder(root: string, relative: string): string {
  const file = path.resolve(root, relative);
  const steps = path.relative(root, file);
  if (steps !== '' && !steps.startsWith('..') && !path.isAbsolute(steps)) return file;
  throw new ProblemError({
    code: 'file.outside',
    file: root,
    found: `the path "${relative}", which leads out of this folder`,
    expected: 'a path inside it',
    remedy: 'The folder was changed by hand: make its content anew.',
  });
}
