/** Counts over a data set, for reports and for the eye: what is there, by class, scanner and part. */
import type { Dataset, Part } from './model';
import { caseLabel, type LabelOrder, viewLabel } from './viewLabel';

export interface DatasetSummary {
  cases: number;
  views: number;
  findings: number;
  /** Cases by the class that counts among their views: `normal`, `benign`, `malignant`, `unproven` of mammograms. */
  casesByClass: Record<string, number>;
  viewsByClass: Record<string, number>;
  /** Findings by kind of each lesion: `mass`, `calcification`, `other`; a finding may have two. */
  lesionsByKind: Record<string, number>;
  /** Views by scanner, `unknown` among them. */
  viewsByScanner: Record<string, number>;
  /** Cases by part and class; empty without a split. */
  casesByPart: Partial<Record<Part, Record<string, number>>>;
  errors: number;
  warnings: number;
}

/** Counts a data set, with its split where there is one. */
export function summariseDataset(dataset: Dataset, parts?: ReadonlyMap<string, Part>, order?: LabelOrder): DatasetSummary {
  const views = dataset.cases.flatMap((c) => c.views);
  const labelled = dataset.cases.map((c) => ({ part: parts?.get(c.id), label: caseLabel(c.views, order) }));
  const casesByPart: DatasetSummary['casesByPart'] = {};
  for (const part of ['train', 'holdout', 'test'] as const)
    if (parts) casesByPart[part] = count(labelled.filter((c) => c.part === part).map((c) => c.label));
  return {
    cases: dataset.cases.length,
    views: views.length,
    findings: views.reduce((sum, v) => sum + v.findings.length, 0),
    casesByClass: count(labelled.map((c) => c.label)),
    viewsByClass: count(views.map((v) => viewLabel(v, order))),
    lesionsByKind: count(views.flatMap((v) => v.findings.flatMap((f) => f.lesions.map((l) => l.kind)))),
    viewsByScanner: count(views.map((v) => v.scanner ?? 'unknown')),
    casesByPart,
    errors: dataset.problems.filter((p) => p.severity === 'error').length,
    warnings: dataset.problems.filter((p) => p.severity === 'warning').length,
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
