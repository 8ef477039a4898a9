/** Problems of a data set as VS Code's Problems panel can bear them: by file, and so many of them that the panel stays quick. */
import type { CheckedProblem, DataCheck } from '../protocol/dataCheck';

/** Entries of one file, and of all. */
export const MOST_PER_FILE = 100;
export const MOST_IN_ALL = 1000;

export interface ProblemEntry {
  severity: 'error' | 'warning';
  code?: string;
  /** 0-based. */
  line: number;
  message: string;
}

/** Entries by file, errors first; what is more than fits is one last entry of the file, or of deepminer.json, that says how much. */
export function problemEntries({ problems, root }: Pick<DataCheck, 'problems' | 'root'>, configFile: string): Map<string, ProblemEntry[]> {
  const files = new Map<string, ProblemEntry[]>();
  const more = new Map<string, number>();
  let total = 0;
  let left = 0;
  const listed = (file: string): ProblemEntry[] => {
    const entries = files.get(file) ?? [];
    files.set(file, entries);
    return entries;
  };
  for (const problem of problems) {
    // A folder has no text to underline: what is wrong with the whole data set stands at the file that names it.
    const file = problem.file === undefined || problem.file === root ? configFile : problem.file;
    if (total >= MOST_IN_ALL) left++;
    else if ((files.get(file)?.length ?? 0) >= MOST_PER_FILE) more.set(file, (more.get(file) ?? 0) + 1);
    else {
      listed(file).push(entryOf(problem, problem.file === file));
      total++;
    }
  }
  for (const [file, count] of more) listed(file).push(rest(count, 'of this file'));
  if (left > 0) listed(configFile).push(rest(left, 'of the data set'));
  return files;
}

function entryOf({ severity, code, line, file, found, expected, remedy }: CheckedProblem, own: boolean): ProblemEntry {
  const where = own || file === undefined ? '' : `${file}: `;
  return {
    severity,
    code,
    line: own ? Math.max(0, (line ?? 1) - 1) : 0,
    message: `${where}Found ${found}; expected ${expected}. ${remedy}`,
  };
}

const rest = (count: number, of: string): ProblemEntry => ({
  severity: 'warning',
  line: 0,
  message: `${count} more ${count === 1 ? 'problem' : 'problems'} ${of}: the page of DeepMiner: Check Data Set lists them all.`,
});
