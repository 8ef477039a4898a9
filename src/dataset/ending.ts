/** How the reading of a data set ends: with at least one case, or with an error. */
import { type Problem, ProblemError } from '../protocol/problem';
import { oddity } from './fault';
import type { Case, Dataset } from './model';

/**
 * The data set of the cases that have a view, by their ids, and its problems by file and line: files are read side by side, and end in any order. Throws ProblemError `dataset.empty`, which says what hindered first, where there is none; adds a warning
 * where no finding is malignant.
 */
export function finishDataset(dataset: Dataset, expects: string): Dataset {
  const cases = dataset.cases.filter((c) => c.views.length > 0).sort((a, b) => (a.id < b.id ? -1 : 1));
  const problems = dataset.problems.toSorted(byPlace);
  if (cases.length === 0) throw empty(dataset.root, expects, problems);
  if (!hasMalignant(cases)) problems.push(noMalignant(dataset.root, cases.length));
  return { ...dataset, cases, problems };
}

function byPlace(a: Problem, b: Problem): number {
  const [fileA, fileB] = [a.file ?? '', b.file ?? ''];
  return fileA < fileB ? -1 : fileA > fileB ? 1 : (a.line ?? 0) - (b.line ?? 0);
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
