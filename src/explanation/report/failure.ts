/** Why a view has no explanation, told without the folders of the machine it was made on. */
import path from 'node:path';
import type { Problem } from '../../protocol/problem';
import { describeProblem } from '../../protocol/problem';

/** Problems that every view would meet: they end the report instead of filling it. */
const OF_ALL = new Set(['explanation.otherNetwork', 'explanation.noClass', 'explanation.shares']);

export function concernsAllViews({ code }: Problem): boolean {
  return OF_ALL.has(code) || /^(file|engine|device|network)\./.test(code);
}

/** The problem in words: file names alone, wherever a path stands. */
export function reasonOf(problem: Problem): string {
  const text = describeProblem({ ...problem, file: problem.file && path.basename(problem.file) });
  return text.replace(/(?:[A-Za-z]:)?(?:[\\/][^\s"'`,;:()<>\\/]+)+[\\/]([^\s"'`,;:()<>\\/]+)/g, '$1');
}
