/** What cannot be imported, said so that the person who exported it can mend it. */
import { ProblemError } from '../../protocol/problem';

export interface Refusal {
  /** Ending of the problem's code. */
  what: string;
  found: string;
  expected: string;
  remedy: string;
}

export function refusal(file: string | undefined, { what, found, expected, remedy }: Refusal): ProblemError {
  return new ProblemError({ code: `network.import.${what}`, file, found, expected, remedy });
}
