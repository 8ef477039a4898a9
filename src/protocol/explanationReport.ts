/** Explanations of a whole part of the split: the browsable report's index, its agreement table, and the call that makes them. */
import type { DeviceChoice } from './device';
import type { UnitEvidence, ViewPart } from './explanation';
import type { Finding, FindingKind } from './finding';
import type { UnitId } from './unit';

export type ReportPart = ViewPart | 'all';

export interface ExplainAllParams {
  project: string;
  run?: string;
  part: ReportPart;
  /** Class to explain in every view; absent: the decided one. */
  className?: string;
  /** Folder to write the report into; default: `explanations/report-<part>` of the run. */
  out?: string;
  /** Only the first so many views. */
  limit?: number;
  device?: DeviceChoice;
}

export interface ExplainAllResult {
  /** Folder of the report, and the page to open. */
  dir: string;
  index: string;
  run: string;
  part: ReportPart;
  /** Explained views; `kept`: how many of them an earlier call had finished. */
  views: number;
  kept: number;
  seconds: number;
  failed: FailedView[];
  agreement: AgreementTable;
}

/** A view without an explanation, and why; names files, no folders. */
export interface FailedView {
  viewId: string;
  reason: string;
}

/** Does a unit's name fit a finding, and does its mask hit it (SPEC 8); in the order of the view's findings. */
export interface UnitAgreement {
  unit: UnitId;
  annotations: UnitEvidence['annotations'];
  /** [findings] */
  fits: boolean[];
  /** [findings] */
  hits: boolean[];
}

/** What the index and the agreement table know of one explained view. */
export interface ReportedView {
  viewId: string;
  caseId: string;
  part?: ViewPart;
  width: number;
  height: number;
  truth?: string;
  decidedClass: string;
  explainedClass: string;
  scores: Record<string, number>;
  summary: string;
  findings: Pick<Finding, 'lesions' | 'boundary' | 'pathology' | 'className'>[];
  shown: UnitAgreement[];
}

/** Part of the shown units or views, with its 95 % interval over cases; absent where there is nothing to count, the interval also where one case is all. */
export interface AgreementShare {
  count: number;
  of: number;
  share?: number;
  low?: number;
  high?: number;
}

export interface AgreementRow {
  /** all; views of one true class; findings of one kind; views decided for one class, rightly or wrongly. */
  group: 'all' | 'truth' | 'kind' | 'decision';
  /** E.g. `malignant`, `mass`, `malignant, true positive`. */
  name: string;
  kind?: FindingKind;
  /** Views with a finding (of the kind), and their cases. */
  views: number;
  cases: number;
  /** Shown named units whose name fits a finding; `chance`: expected where the same names are dealt to the units at random. */
  unitsFit: AgreementShare & { chance?: number };
  /** Shown named units whose mask hits an outline. */
  unitsHit: AgreementShare;
  /** Views in which at least one name fits, at least one mask hits. */
  viewsFit: AgreementShare & { chance?: number };
  viewsHit: AgreementShare;
}

export interface AgreementTable {
  /** Named units shown in these views: the names that chance deals. */
  units: number;
  /** Resamples of cases behind the intervals, and their seed. */
  draws: number;
  seed: number;
  rows: AgreementRow[];
}
