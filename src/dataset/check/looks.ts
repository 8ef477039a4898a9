/** Pictures that can be read but look wrong, each by itself. */
import type { CheckedProblem } from '../../protocol/dataCheck';
import { kindOf } from './kinds';
import { percent, problemOf, type Seen } from './seen';

/** Of a view: less is no breast. */
const LEAST_TISSUE = 0.01;
/** Of the breast: more is cut off. */
const MOST_WHITE = 0.05;

/** What is wrong with single views: pixels that cannot be read, no breast, greys cut off, colour. */
export function looksWrong(seen: readonly Seen[]): CheckedProblem[] {
  return seen.flatMap((s) => {
    const { facts, problem } = s.look;
    if (problem) return [{ ...problem, kind: kindOf(problem.code), views: [s.index] }];
    if (!facts) return [];
    const found: CheckedProblem[] = [];
    const warn = (code: string, what: string, expected: string, remedy: string) =>
      found.push(problemOf('suspect', [s], { severity: 'warning', code, found: what, expected, remedy }));
    if (facts.tissue < LEAST_TISSUE)
      warn(
        'view.noTissue',
        'no breast: nothing rises clearly above the dark outside',
        'a mammogram',
        'Look at the picture: it gives no patches. Remove it if it is none.',
      );
    else if (facts.white > MOST_WHITE)
      warn(
        'view.saturated',
        `${percent(facts.white)} of the breast at the white-most value of the picture`,
        'few pixels that are cut off',
        'Export the picture again from its source, without a narrower window.',
      );
    if (facts.coloured)
      warn(
        'view.coloured',
        'a picture in colour',
        'grey values',
        'Export it without annotations and colour tables; until then its brightness is taken for grey.',
      );
    return found;
  });
}
