/** Classes of findings, views and cases as the report counts them. */
import type { Finding } from '../../protocol/finding';
import { type Case, severity, type View } from '../model';
import { viewLabel } from '../viewLabel';

/** Class that a finding counts for: the data set's own, or its pathology's. */
export function findingClass(finding: Pick<Finding, 'className' | 'pathology'>): string {
  return finding.className ?? viewLabel([finding]);
}

/** Class that a view is filed under: the one stated for it, or that of its worst finding, or `normal`. */
export function viewClass({ className, findings }: Pick<View, 'className' | 'findings'>): string {
  if (className !== undefined) return className;
  const worst = severity.flatMap((pathology) => findings.filter((f) => f.pathology === pathology))[0];
  return worst ? findingClass(worst) : 'normal';
}

/** Class that a case is filed under: the worst of its views'; classes without a pathology count by their place in `classes`, the last as the worst. */
export function caseClass({ views }: Pick<Case, 'views'>, classes: readonly string[]): string {
  const rank = (name: string) => (name === 'unproven' ? classes.indexOf('malignant') - 0.5 : classes.indexOf(name));
  return views.map(viewClass).reduce((worst, name) => (rank(name) > rank(worst) ? name : worst));
}
