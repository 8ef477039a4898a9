/** Fewer cases than a study was asked to have: how many there are, and what would do. */
import { ProblemError } from '../protocol/problem';
import type { StudyCall, StudyChoices } from '../protocol/study';

/**
 * @param there candidates of each class
 * @param cases asked for; undefined: as many as there are
 */
export function tooFew(there: Record<StudyCall, number>, cases: number | undefined, draw: StudyChoices['draw']): ProblemError {
  const most = 2 * Math.min(there.benign, there.malignant);
  const views = draw === 'case' ? ' Several views of a patient may be drawn with the choice "draw": "view" (--draw view).' : '';
  return new ProblemError({
    code: 'study.tooFew',
    found: `${there.benign} benign and ${there.malignant} malignant ${draw}s of the test part that can be asked about`,
    expected: cases === undefined ? 'at least one of each' : `${cases / 2} of each for a study of ${cases} cases`,
    remedy:
      most > 0
        ? `Ask for at most ${most} (--cases ${most}).${views}`
        : `A larger test part (dataset.split.test in deepminer.json) may hold some; a network trained on the split before has seen them.${views}`,
  });
}
