/** What a folder of logs holds, and how it is spoken of where something is wrong with it. */
import { type Problem, ProblemError } from '../protocol/problem';
import type { Loggable, ReadLine } from './line';

export interface LogKind<A extends Loggable> {
  /** The answer, checked. Throws where it is none. */
  check(value: unknown): A;
  /** First part of the codes of its problems: `annotation` makes `annotation.log.torn`. */
  code: string;
  /** Who answers, e.g. `experts`. */
  whose: string;
  /** What is answered, e.g. `unit`: an answer that is lost is given again. */
  about: string;
}

/** What is wrong with a line, as a Problem; undefined of a whole or blank one. */
export function lineProblem<A extends Loggable>(
  read: ReadLine<A>,
  { code, about }: LogKind<A>,
  file: string,
  line: number,
): Problem | undefined {
  switch (read.kind) {
    case 'marker':
      return {
        severity: 'warning',
        code: `${code}.log.merge`,
        file,
        line,
        found: `the marker of an unfinished merge, "${read.found}"`,
        expected: 'answers alone',
        remedy: 'Delete this line and finish the merge. The answers on both sides of it are used.',
      };
    case 'torn':
      return {
        severity: 'warning',
        code: `${code}.log.torn`,
        file,
        line,
        found: 'an answer cut off while it was written (a crash or a full disk)',
        expected: 'a whole line',
        remedy: `It was never shown as saved: answer that ${about} again. The other answers are whole.`,
      };
    case 'damaged':
      return {
        severity: 'error',
        code: `${code}.log.damaged`,
        file,
        line,
        found: read.found,
        expected: 'a line as it was written, `<crc32> <answer>`',
        remedy: `Restore this line from version control or a backup, or answer that ${about} again. The other answers are used.`,
      };
    default:
      return undefined;
  }
}

/** The folder of logs is none. */
export function noFolder({ code }: Pick<LogKind<Loggable>, 'code'>, dir: string, missing: boolean): ProblemError {
  return new ProblemError({
    code: `${code}.folder`,
    file: dir,
    found: missing ? 'no such folder' : 'a file where a folder should be',
    expected: 'the folder of answers',
    remedy: 'Restore the folder, or move that file away.',
  });
}
