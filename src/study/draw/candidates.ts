/** Which cases or views a study can be drawn from: those of the test part with a finding that is known to be benign or malignant. */
import type { Case, View } from '../../dataset/model';
import { caseLabel } from '../../dataset/viewLabel';
import type { StudyCall, StudyChoices } from '../../protocol/study';

/** What is drawn as one: a case with those of its views that show what it is, or a view alone. */
export interface Candidate {
  id: string;
  truth: StudyCall;
  views: View[];
}

export interface Candidates {
  /** By id, so that the order of folders on a disk changes no draw. */
  of: Record<StudyCall, Candidate[]>;
  /** Reason -> how many. */
  leftOut: Map<string, number>;
  /** Views of each class, whatever is drawn. */
  views: Record<StudyCall, number>;
}

/** A case or view is what its worst finding is; benign without callback counts as benign. Normal and unproven ones are left out. */
export function candidatesOf(cases: readonly Case[], draw: StudyChoices['draw']): Candidates {
  const of: Candidates['of'] = { benign: [], malignant: [] };
  const leftOut = new Map<string, number>();
  const things = draw === 'case' ? cases.map(asOne) : cases.flatMap((c) => c.views.map((view) => ({ id: view.id, views: [view] })));
  for (const { id, views } of things.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const truth = caseLabel(views);
    if (truth === 'benign' || truth === 'malignant') of[truth].push({ id, truth, views: views.filter((v) => caseLabel([v]) === truth) });
    else add(leftOut, reason(draw, truth));
  }
  const labels = cases.flatMap((c) => c.views.map((view) => caseLabel([view])));
  const count = (truth: StudyCall) => labels.filter((label) => label === truth).length;
  return { of, leftOut, views: { benign: count('benign'), malignant: count('malignant') } };
}

function reason(draw: StudyChoices['draw'], label: string): string {
  if (label === 'normal') return `${draw}s without a finding`;
  return label === 'unproven' ? `${draw}s whose worst finding is unproven` : `${draw}s of the class ${label}`;
}

const asOne = ({ id, views }: Case): { id: string; views: View[] } => ({ id, views });

/** Counts one more of `reason`. */
export function add(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
