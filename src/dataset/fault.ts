/** Problems of data sets, written shortly. */
import { type Problem, ProblemError } from '../protocol/problem';

type Place = string | { file: string; line?: number };

const placed = (place: Place) => (typeof place === 'string' ? { file: place } : { file: place.file, line: place.line });

/** Something odd that was used all the same, or is absent without harm. */
export function oddity(code: string, place: Place, found: string, expected: string, remedy: string): Problem {
  return { severity: 'warning', code, ...placed(place), found, expected, remedy };
}

/** Something that had to be left out. */
export function omission(code: string, place: Place, found: string, expected: string, remedy: string): Problem {
  return { severity: 'error', code, ...placed(place), found, expected, remedy };
}

/** What a failed read becomes, for a file that is left out. */
export function failureOf(error: unknown, code: string, file: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  const found = error instanceof Error ? error.message : String(error);
  return omission(code, file, found, 'a file that can be read', 'Restore the file from its source; until then it is left out.');
}

/** Remedy of whatever leaves a view without all its outlines. */
export const LEST_NORMAL = 'The view is left out, lest its lesion pass for normal tissue; restore the file from its source.';
