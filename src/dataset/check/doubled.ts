/** The same pixels in two files, whatever their containers: of two cases one could be trained on and the other tested. */
import type { CheckedProblem } from '../../protocol/dataCheck';
import { problemOf, type Seen } from './seen';

/** A problem for each view that has the pixels of an earlier one: an error where the two are of different cases. */
export function doubledViews(seen: readonly Seen[]): CheckedProblem[] {
  const first = new Map<string, Seen>();
  return seen.flatMap((s) => {
    const hash = s.look.facts?.hash;
    if (hash === undefined) return [];
    const earlier = first.get(hash);
    if (!earlier) {
      first.set(hash, s);
      return [];
    }
    const across = earlier.view.caseId !== s.view.caseId;
    return problemOf('doubled', [s, earlier], {
      severity: across ? 'error' : 'warning',
      code: across ? 'view.doubled.cases' : 'view.doubled',
      found: `the pixels of ${earlier.view.id} once more, as ${s.view.id}`,
      expected: across
        ? 'each picture in one case: the two cases may lie in different parts of the split'
        : 'each picture once in its case',
      remedy: across
        ? 'Find out which case the picture is of and remove the other one, or give both the same case.'
        : 'Remove one of the two files, or restore the one that was overwritten.',
    });
  });
}
