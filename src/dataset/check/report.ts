/** The report: every view of a data set with what was found, exact counts, and problems by kind. */
import path from 'node:path';
import {
  type CheckedProblem,
  type CheckedView,
  type DataCheck,
  PROBLEM_KINDS,
  type ProblemKind,
  type ViewStatus,
} from '../../protocol/dataCheck';
import { nameFrom } from '../../protocol/inside';
import type { Problem } from '../../protocol/problem';
import { grouped } from '../grouped';
import type { Dataset, Part } from '../model';
import { caseLabel, findingLabel, type LabelOrder, viewLabel } from '../viewLabel';
import { absentClasses } from './absentClasses';
import { type CountedCase, countData } from './counts';
import { doubledViews } from './doubled';
import { misplacedFindings } from './findings';
import { kindOf } from './kinds';
import type { Look } from './look';
import { looksWrong } from './looks';
import { identifyingAttributes } from './privacy';
import type { Seen } from './seen';
import { contradictingHeaders, wrongSides } from './sides';
import { strangeSizes, strangeSpacings } from './sizes';
import { thinned } from './thinned';

const CHECKS: readonly ((seen: readonly Seen[]) => CheckedProblem[])[] = [
  looksWrong,
  doubledViews,
  misplacedFindings,
  wrongSides,
  contradictingHeaders,
  strangeSizes,
  strangeSpacings,
  identifyingAttributes,
];

/** What is said of a breast alone: images that are taken whole (photographs, chest X-rays) have none to look for. */
const OF_THE_BREAST = new Set(['view.noTissue', 'view.saturated', 'finding.outsideTissue']);

export interface Checked {
  project: string;
  /** deepminer.json. */
  configFile: string;
  /** For people. */
  format: string;
  classes: readonly string[];
  order: LabelOrder;
  /** Whether no breast is looked for in the project's images. */
  takenWhole?: boolean;
  /** All its cases, also those that the split leaves out, and all problems. */
  dataset: Dataset;
  /** Of every case that is used. */
  parts: ReadonlyMap<string, Part>;
  /** By view id; `thumbnail` relative to `pictures`. */
  looks: ReadonlyMap<string, { look: Look; thumbnail?: string }>;
  reading: DataCheck['reading'];
  pictures: string;
  createdAt: string;
}

/** Pure: the same looks give the same report. Every view needs its look. */
export function reportOf(checked: Checked): DataCheck {
  const { dataset, classes, order, parts, looks, takenWhole } = checked;
  const views = dataset.cases.flatMap((c) => c.views);
  const seen: Seen[] = views.map((view, index) => ({ index, view, look: looks.get(view.id)!.look }));
  const rows = seen.map((s) => rowOf(s, checked, looks.get(s.view.id)?.thumbnail));
  const rowsOf = grouped(rows, (row) => row.caseId);
  const cases: CountedCase[] = dataset.cases.map((c) => ({
    className: caseLabel(c.views, order),
    part: parts.get(c.id),
    views: rowsOf.get(c.id) ?? [],
  }));
  const counts = countData(cases, classes);
  const problems = [
    ...fromReader(dataset.problems, seen),
    ...CHECKS.flatMap((check) => check(seen)).filter(({ code }) => !(takenWhole && OF_THE_BREAST.has(code))),
    ...absentClasses(counts, classes, order.healthy, checked.configFile),
  ].sort(inOrder);
  problems.forEach(({ views: at, severity }, index) => {
    for (const v of at) {
      rows[v].problems.push(index);
      rows[v].status = worse(rows[v].status, severity);
    }
  });
  const { project, format, reading, pictures, createdAt } = checked;
  return {
    version: 1,
    project,
    root: dataset.root,
    format,
    classes: [...classes],
    counts,
    views: rows,
    problems,
    ...severities(problems),
    reading,
    pictures,
    createdAt,
  };
}

/** The report of a data set that could not be read at all: that is its one problem. */
export function unreadReport(
  problem: Problem,
  about: Pick<DataCheck, 'project' | 'root' | 'classes' | 'pictures' | 'createdAt'>,
): DataCheck {
  return {
    version: 1,
    ...about,
    counts: countData([], about.classes),
    views: [],
    problems: [{ ...problem, kind: 'missing', views: [] }],
    ...severities([problem]),
    reading: { read: 0, kept: 0, failed: 0, seconds: 0 },
  };
}

function rowOf({ view, look }: Seen, { dataset: { root }, order, parts }: Checked, thumbnail: string | undefined): CheckedView {
  const { laterality, projection, width, height, bits, scanner } = view;
  const { facts, format } = look;
  return {
    viewId: view.id,
    caseId: view.caseId,
    file: nameFrom(root, view.file, path),
    className: viewLabel(view, order),
    part: parts.get(view.caseId),
    laterality,
    projection,
    width,
    height,
    bits,
    microns: view.microns,
    scanner,
    format,
    findings: view.findings.map((f) => ({
      className: findingLabel(f),
      assessment: f.assessment,
      kinds: f.lesions.map((l) => l.kind),
      outline: thinned(f.boundary),
    })),
    status: 'good',
    problems: [],
    greys: facts && { low: facts.low, high: facts.high, median: facts.median },
    tissue: facts && Number(facts.tissue.toFixed(4)),
    thumbnail,
  };
}

/** What the reader found, with the views of the same files: an overlay has the name of its picture and another ending. */
function fromReader(problems: readonly Problem[], seen: readonly Seen[]): CheckedProblem[] {
  const stem = (file: string) => file.replace(/\.gz$/i, '').replace(/\.[^./\\]+$/, '');
  const byStem = grouped(seen, (s) => stem(s.view.file));
  return problems.map((problem) => ({
    ...problem,
    kind: kindOf(problem.code),
    views: problem.file === undefined ? [] : (byStem.get(stem(problem.file)) ?? []).map((s) => s.index),
  }));
}

const worse = (status: ViewStatus, severity: Problem['severity']): ViewStatus => (status === 'error' ? status : severity);

const rank = (kind: ProblemKind): number => PROBLEM_KINDS.indexOf(kind);

function inOrder(a: CheckedProblem, b: CheckedProblem): number {
  return (
    Number(a.severity === 'warning') - Number(b.severity === 'warning') ||
    rank(a.kind) - rank(b.kind) ||
    compare(a.code, b.code) ||
    compare(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function severities(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter((p) => p.severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}
