/** A data set's parts, cases and views in the few words of a list. */
import type { CaseOverview, DatasetOverview, FindingOverview, PartOverview, ViewOverview } from '../protocol/browse';
import { findingKeywords } from '../protocol/finding';
import { describeProblem } from '../protocol/problem';
import type { Case, Dataset, Part, View } from './model';
import { readers } from './readers';
import { caseLabel, findingLabel, type LabelOrder, viewLabel } from './viewLabel';

const PARTS: readonly Part[] = ['train', 'holdout', 'test'];

/** Counts of each part, and what was left out of the whole. */
export function overviewOf(dataset: Dataset, parts: ReadonlyMap<string, Part>): DatasetOverview {
  const errors = dataset.problems.filter(({ severity }) => severity === 'error');
  return {
    root: dataset.root,
    format: readers.find((r) => r.format === dataset.format)?.title ?? dataset.format,
    parts: PARTS.map((part) => amountOf(part, casesOf(dataset, parts, part))),
    leftOut: { files: errors.length, ...(errors.length > 0 && { first: describeProblem(errors[0]) }) },
  };
}

/** Cases of a part in the data set's order. */
export function casesOf(dataset: Pick<Dataset, 'cases'>, parts: ReadonlyMap<string, Part>, part: Part): Case[] {
  return dataset.cases.filter((c) => parts.get(c.id) === part);
}

function amountOf(part: Part, cases: readonly Case[]): PartOverview {
  const views = cases.flatMap((c) => c.views);
  return { part, cases: cases.length, views: views.length, findings: views.reduce((sum, v) => sum + v.findings.length, 0) };
}

export function caseOverview({ id, dir, views }: Case, order: LabelOrder): CaseOverview {
  const findings = views.reduce((sum, v) => sum + v.findings.length, 0);
  return { caseId: id, dir, label: caseLabel(views, order), views: views.length, findings };
}

export function viewOverview(view: View, order: LabelOrder): ViewOverview {
  const { id, caseId, file, width, height } = view;
  const side = [view.laterality, view.projection].filter(Boolean).join(' ');
  return {
    viewId: id,
    file,
    name: side || (id.startsWith(`${caseId}.`) ? id.slice(caseId.length + 1) : id),
    label: viewLabel(view, order),
    width,
    height,
    findings: view.findings.map(findingOverview),
  };
}

function findingOverview(finding: View['findings'][number]): FindingOverview {
  return {
    id: finding.id,
    label: findingLabel(finding),
    kinds: [...new Set(finding.lesions.map(({ kind }) => kind))],
    words: findingKeywords(finding).map((word) => word.replaceAll('_', ' ').toLowerCase()),
    assessment: finding.assessment,
    subtlety: finding.subtlety,
  };
}
