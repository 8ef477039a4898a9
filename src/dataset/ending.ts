/** How the reading of a data set ends: with at least one case, or with an error. */
import { type Problem, ProblemError } from '../protocol/problem';
import { oddity } from './fault';
import type { Case, Dataset } from './model';

/**
 * The data set of the cases that have a view. Throws ProblemError `dataset.empty`, which says what hindered first, where there is none; adds a warning
 * where no finding is malignant.
 */
export function finishDataset(dataset: Dataset, expects: string): Dataset {
  const cases = dataset.cases.filter((c) => c.views.length > 0);
  if (cases.length === 0) throw empty(dataset.root, expects, dataset.problems);
  const problems = hasMalignant(cases) ? dataset.problems : [...dataset.problems, noMalignant(dataset.root, cases.length)];
  return { ...dataset, cases, problems };
}

const hasMalignant = (cases: readonly Case[]) =>
  cases.some((c) => c.views.some((v) => v.findings.some((f) => f.pathology === 'malignant')));

function noMalignant(root: string, cases: number): Problem {
  return oddity(
    'dataset.noMalignant',
    root,
    `${cases} cases, none of them with a malignant finding`,
    'malignant cases too: without them that class can be neither learned nor measured',
    'Add malignant cases, or leave the class out of "classes" in deepminer.json.',
  );
}

function empty(root: string, expects: string, problems: readonly Problem[]): ProblemError {
  const errors = problems.filter((p) => p.severity === 'error');
  const [first] = errors;
  const where = first?.file ? ` in ${first.file}${first.line ? `:${first.line}` : ''}` : '';
  return new ProblemError({
    code: 'dataset.empty',
    file: root,
    found: first ? `no view that can be used (first of ${errors.length} errors: ${first.found}${where})` : 'no view',
    expected: expects,
    remedy: 'Correct dataset.root in deepminer.json, or copy the data set there.',
  });
}
