/** Answers as they travel in files: without what belongs to one log, and with what was wrong beside them. */
import type { Answer } from '../../protocol/annotation';
import type { ImportFormat, LeftOut } from '../../protocol/exchange';
import { ProblemError } from '../../protocol/problem';
import { checkAnswer } from '../answer';

/** `at` absent: given when it is imported. Expert and network may be empty: those of the import. */
export type TravellingAnswer = Omit<Answer, 'id' | 'replaces' | 'at'> & { at?: string };

export interface ReadAnswers {
  format: ImportFormat;
  answers: { line?: number; answer: TravellingAnswer }[];
  leftOut: LeftOut[];
}

/** What of an answer is its content: who, when and how long aside. */
export const contentOf = ({ recognizable, several, phenomena }: TravellingAnswer) => ({ recognizable, several, phenomena });

/** The answer, its fields checked as those of any answer; or in words what is wrong with it. */
export function checked(value: Record<keyof TravellingAnswer, unknown>): TravellingAnswer | string {
  try {
    const whole = checkAnswer({ ...value, at: value.at ?? new Date(0).toISOString(), network: value.network || 'any' });
    const { unit, expert, seconds, mining, recognizable, several, phenomena } = whole;
    return {
      unit,
      expert,
      ...(value.at !== undefined && { at: whole.at }),
      seconds,
      network: String(value.network ?? ''),
      mining,
      recognizable,
      several,
      phenomena,
    };
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.found;
    throw error;
  }
}

/** A file that is none of those understood; nothing of it is taken in. */
export function notExchange(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'exchange.format',
    file,
    found,
    expected:
      'answers as "deepminer survey export" writes them (CSV or JSON), or a JSON object of labels such as {"unit_0003": "Microcalcifications"}',
    remedy: 'Choose such a file; nothing was imported.',
  });
}
