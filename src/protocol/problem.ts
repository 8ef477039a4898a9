/** What went wrong, for the person who reads it: which file, what was found, what was expected, what to do. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Short machine-readable kind, e.g. `ddsm.ljpeg.truncated`. */
  code: string;
  /** Absolute path, where one file is to blame. */
  file?: string;
  /** 1-based line in that file, where known. */
  line?: number;
  found: string;
  expected: string;
  remedy: string;
}

/** One readable sentence or two: `file: found X, expected Y. Remedy.` */
export function describeProblem(p: Problem): string {
  const where = p.file ? `${p.file}${p.line ? `:${p.line}` : ''}: ` : '';
  return `${where}found ${p.found}; expected ${p.expected}. ${p.remedy}`;
}

/** An error that carries its Problem across rooms and processes. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Omit<Problem, 'severity'> & { severity?: Problem['severity'] }) {
    const full: Problem = { severity: 'error', ...problem };
    super(describeProblem(full));
    this.name = 'ProblemError';
    this.problem = full;
  }
}
