/** Why a view has no explanation, told without the folders of the machine it was made on. */
import path from 'node:path';
import type { Problem } from '../../protocol/problem';
import { describeProblem } from '../../protocol/problem';

/** Problems that every view would meet: they end the report instead of filling it. */
const OF_ALL = new Set(['explanation.otherNetwork', 'explanation.noClass', 'explanation.shares']);

export function concernsAllViews({ code }: Problem): boolean {
  return OF_ALL.has(code) || /^(file|engine|device|network)\./.test(code);
}

/**
 * The problem in words: file names alone, wherever a path stands. Names of folders may hold blanks and brackets, so that the end of a path is not
 * always seen.
 * @param folders absolute paths of those that the problem may speak of
 */
export function reasonOf(problem: Problem, folders: readonly string[] = []): string {
  const known = [...(problem.file === undefined ? [] : [path.dirname(problem.file)]), ...folders];
  let text = describeProblem({ ...problem, file: problem.file && path.basename(problem.file) });
  // Inner folders first.
  for (const folder of known.sort((a, b) => b.length - a.length))
    if (path.isAbsolute(folder) && path.basename(folder) !== '')
      text = text.replaceAll(`${folder}${path.sep}`, '').replaceAll(folder, path.basename(folder));
  return text.replace(/(?:[A-Za-z]:)?(?:[\\/][^\s"'`,;:()<>\\/]+)+[\\/]([^\s"'`,;:()<>\\/]+)/g, '$1');
}
