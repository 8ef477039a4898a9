/** Fewer cases than a study was asked to have: how many there are, and what would do. */
import { ProblemError } from '../../protocol/problem';
import type { StudyCall, StudyChoices } from '../../protocol/study';

export interface Lack {
  /** Candidates of each class. */
  there: Record<StudyCall, number>;
  /** Asked for; undefined: as many as there are. */
  cases: number | undefined;
  draw: StudyChoices['draw'];
  /** Views of each class. */
  views: Record<StudyCall, number>;
}

export function tooFew({ there, cases, draw, views }: Lack): ProblemError {
  const most = evenMost(there);
  const ways = [
    ...(most > 0 ? [`ask for at most ${most} (--cases ${most})`] : []),
    ...(draw === 'case' && evenMost(views) >= (cases ?? 2)
      ? [`draw views, several of a patient (--draw view), of which ${views.benign} are benign and ${views.malignant} malignant`]
      : []),
    'enlarge the test part (dataset.split.test in deepminer.json) and train anew, since the network must not have seen its cases',
  ];
  return new ProblemError({
    code: 'study.tooFew',
    found: `${there.benign} benign and ${there.malignant} malignant ${draw}s of the test part that can be asked about`,
    expected: cases === undefined ? 'at least one of each' : `${cases / 2} of each for a study of ${cases} cases`,
    remedy: `You can ${ways.join('; or ')}.`,
  });
}

const evenMost = ({ benign, malignant }: Record<StudyCall, number>): number => 2 * Math.min(benign, malignant);
