/** The `deepminer` object of notebook cells: the compute methods on the notebook's project, with results that show themselves. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { stillOf } from '../explanation/picture';
import { completeOptions } from '../faithfulness/options';
import { DISPLAY, LATER } from '../kernel/display';
import type { Comparison } from '../protocol/comparison';
import type {
  CreatedStudy,
  EpochMetrics,
  ExplainResult,
  ProjectSummary,
  ReferenceAnnotation,
  RunSummary,
  ViewListing,
} from '../protocol/compute';
import type { ConceptReport, Dissection, DissectionParams } from '../protocol/concepts';
import type { DataCheck } from '../protocol/dataCheck';
import type { EvaluatedPart, Evaluation } from '../protocol/evaluation';
import { EXPLANATION_MIME, type Explanation } from '../protocol/explanation';
import type { Faithfulness, FaithfulnessOptions } from '../protocol/faithfulness';
import type { MinedUnit, MiningManifest } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { SimilarViews } from '../protocol/similar';
import type { StudyChoices, StudyListing, StudyScore } from '../protocol/study';
import { parseUnitId, type UnitId, unitId } from '../protocol/unit';
import type { ListedUnit, UnitTableRow } from '../protocol/units';
import { tableFragment } from '../units/tableHtml';
import { unitTableText } from '../units/tableText';
import { type ComparedBy, compareViews, stillOfBoth } from './comparison';
import { evaluationItems } from './evaluationDisplay';
import { checkItems, runItems, unitItems, viewItems } from './listDisplay';
import type { MethodContext, MethodTable } from './method';
import { similarItems } from './similarDisplay';
import { createdItems, studyItems, studyListItems } from './studyDisplay';
import { unitDisplayItems } from './unitDisplay';
import { drawUnitTable } from './unitTable';

export interface DeepMiner {
  /** Folder with deepminer.json. */
  readonly project: string;
  /** Writes the synthetic sample into the project's folder where there is no project yet (default: 40 cases, seed 1), and opens it. */
  sample(options?: { cases?: number; seed?: number }): Promise<ProjectSummary>;
  /** Cases, views and findings of the project, its split and what is wrong with it. */
  open(): Promise<ProjectSummary>;
  /** Reads every file of the data set: what there is, and what is missing, unreadable, doubled or suspect; shown as tables. */
  check(options?: { again?: boolean }): Promise<DataCheck>;
  /** All runs, newest last; shown as a table. */
  runs(): Promise<RunSummary[]>;
  /** Views of one part of the split, or of all; shown as a table. */
  views(part?: 'train' | 'holdout' | 'test'): Promise<ViewListing[]>;
  /** Trains a new run; epochs, learningRate and the like override deepminer.json. */
  train(overrides?: Record<string, unknown>): Promise<RunSummary>;
  /** AUC, partial AUC, calibration and breakdowns per class on patches, views and cases of a part, `test` by default; shown as curves. */
  evaluate(run?: string, options?: { part?: EvaluatedPart }): Promise<Evaluation>;
  /** Ranks units by influence and collects their top patches. */
  mine(run?: string): Promise<MiningManifest>;
  /** Network Dissection: which mined units detect which concepts, by masks; shown as a chart. `masks`: a folder, relative to the project. */
  dissect(options?: Omit<DissectionParams, 'project'>): Promise<ConceptReport>;
  /** Names mined units from concept masks, the data set's own or a folder's (`masks`, relative to the project), as an expert called `reference`. */
  annotateByReference(options?: { run?: string; masks?: string }): Promise<ReferenceAnnotation>;
  /** Explains one view, by view id or image file, for the decided class or the one named; shown with its CAM and unit maps. */
  explain(view: string, options?: { run?: string; className?: string }): Promise<Explanation>;
  /** Two explanations side by side: `compare(viewA, viewB)`, or one view by two `classes` or two `runs`. */
  compare(view: string, other: string | ComparedBy, by?: Pick<ComparedBy, 'run'>): Promise<Comparison>;
  /** What silenced units and removed pixels do to the decisions, and where the maps point; shown as figures. */
  faithfulness(options?: Partial<FaithfulnessOptions> & { run?: string }): Promise<Faithfulness>;
  /** One mined unit, as `unit_0004` or its number counted from 1; shown with its top patches. */
  unit(unit: string | number, options?: { run?: string; patches?: number }): Promise<MinedUnit>;
  /** The mined units with what they are called, in survey order; shown as a table. */
  units(run?: string): Promise<ListedUnit[]>;
  /** The table of named units, or of all (paper, Figure 3); shown with their top patches. */
  unitTable(options?: { run?: string; all?: boolean; patches?: number }): Promise<UnitTableRow[]>;
  /** The hold-out views whose units have influences most like those on a view, named by id or image file; shown side by side. */
  similar(view: string, options?: { run?: string; count?: number; sameCase?: boolean; className?: string }): Promise<SimilarViews>;
  /** Draws the cases of a reader study: benign or malignant from the words of the most influential units alone? Every choice has a default. */
  createStudy(options?: Partial<StudyChoices> & { run?: string; name?: string }): Promise<CreatedStudy>;
  /** All reader studies, newest last, and how far their readers are; shown as a table. */
  studies(): Promise<StudyListing[]>;
  /** What a reader study came to, by default the newest: right of n with interval and p, ROC curves, agreement; shown as figures. */
  study(name?: string): Promise<StudyScore>;
  /** Metrics per epoch of a run's last state. */
  lastEpoch(run?: string): Promise<EpochMetrics | undefined>;
}

/** The object for a project; `context` is that of the cell running now. */
export function notebookApi(project: string, methods: MethodTable, context: () => MethodContext): DeepMiner {
  return {
    project,
    async sample({ cases = 40, seed = 1 } = {}) {
      if (!existsSync(path.join(project, 'deepminer.json'))) await methods.createSample({ dir: project, cases, seed }, context());
      return methods.openProject({ project }, context());
    },
    open: () => methods.openProject({ project }, context()),
    async check({ again } = {}) {
      const report = await methods.checkDataset({ project, again }, context());
      return shown(report, () => checkItems(report));
    },
    async runs() {
      const runs = await methods.listRuns({ project }, context());
      return shown(runs, () => runItems(runs));
    },
    async views(part) {
      const views = await methods.listViews({ project, part }, context());
      return shown(views, () => viewItems(views));
    },
    train: (overrides) => methods.train({ project, overrides }, context()),
    async evaluate(run, options = {}) {
      const evaluation = await methods.evaluate({ project, run, part: options.part }, context());
      return shown(evaluation, () => evaluationItems(evaluation));
    },
    mine: (run) => methods.mine({ project, run }, context()),
    async dissect(options = {}) {
      const result = await methods.dissect({ project, ...options }, context());
      return shown(result.report, () => dissectionItems(result));
    },
    annotateByReference: (options = {}) => methods.annotateByReference({ project, ...options }, context()),
    async explain(view, options = {}) {
      const result = await methods.explain({ project, ...options, view }, context());
      const { explanation } = result;
      const explained = shown(explanation, () => explanationItems(result));
      return shownLater(explained, async () => ({ 'image/jpeg': Buffer.from(await stillOf(explanation)).toString('base64') }));
    },
    async compare(view, second, by) {
      const wanted = typeof second === 'string' ? { view, other: second, by } : { view, by: second };
      const { comparison, items } = await compareViews({ project, ...wanted }, methods, context());
      return shownLater(
        shown(comparison, () => items),
        async () => ({ 'image/jpeg': (await stillOfBoth(comparison)).toString('base64') }),
      );
    },
    async faithfulness({ run, ...options } = {}) {
      // A misspelt name would otherwise be left out in silence.
      completeOptions(options);
      const { faithfulness, svg, text } = await methods.measureFaithfulness({ ...options, project, run }, context());
      return shown(faithfulness, () => ({ 'image/svg+xml': svg, 'text/plain': text }));
    },
    async unit(unit, options = {}) {
      const id: UnitId = typeof unit === 'number' ? unitId(parseUnitId(`unit_${unit}`)) : unitId(parseUnitId(unit));
      const { run, miningDir } = await methods.listUnits({ project, run: options.run }, context());
      const found = await methods.showUnit({ project, run, unit: id }, context());
      const items = await unitDisplayItems(found, miningDir, options.patches ?? 8);
      return shown(found.unit, () => items);
    },
    async units(run) {
      const { units } = await methods.listUnits({ project, run }, context());
      return shown(units, () => unitItems(units));
    },
    async unitTable({ run, all, patches } = {}) {
      const table = await drawUnitTable({ project, run, units: all ? 'all' : 'annotated', patches }, context());
      const rows = table.rows.map(({ patches: _, ...row }) => row);
      return shown(rows, () => ({ 'text/html': tableFragment(table), 'text/plain': unitTableText(rows) }));
    },
    async similar(view, options = {}) {
      const similar = await methods.similarViews({ project, view, ...options, pictures: true }, context());
      const items = await similarItems(similar);
      // The pictures are for the eye: the value is what was found.
      const { pictures: _, ...found } = similar;
      return shown(found, () => items);
    },
    async createStudy({ run, name, ...choices } = {}) {
      const created = await methods.createStudy({ project, run, name, choices }, context());
      return shown(created, () => createdItems(project, created));
    },
    async studies() {
      const studies = await methods.listStudies({ project }, context());
      return shown(studies, () => studyListItems(studies));
    },
    async study(name) {
      const study = name ?? (await methods.listStudies({ project }, context())).at(-1)?.name;
      if (study === undefined) throw noStudy(project);
      const score = await methods.scoreStudy({ project, study }, context());
      return shown(score, () => studyItems(score));
    },
    async lastEpoch(run) {
      const runs = await methods.listRuns({ project }, context());
      return (run ? runs.find((r) => r.run === run) : runs.at(-1))?.last;
    },
  };
}

function noStudy(project: string): ProblemError {
  return new ProblemError({
    code: 'study.none',
    file: project,
    found: 'no reader study',
    expected: 'one that has been created',
    remedy: 'Create one with deepminer.createStudy() and have it read, or name one.',
  });
}

function dissectionItems({ svg, text }: Dissection): Record<string, string> {
  return { 'image/svg+xml': svg, 'text/plain': text };
}

export function explanationItems(result: ExplainResult): Record<string, string> {
  return {
    [EXPLANATION_MIME]: JSON.stringify(result.explanation),
    'text/plain': result.text,
  };
}

/** Adds further forms of the display, which are drawn once the rest is shown. */
function shownLater<T extends object>(value: T, display: () => Promise<Record<string, string>>): T {
  return Object.defineProperty(value, LATER, { value: display, enumerable: false }) as T;
}

/** Adds the display without letting it show among the value's own fields. */
function shown<T extends object>(value: T, display: () => Record<string, string>): T {
  return Object.defineProperty(value, DISPLAY, { value: display, enumerable: false }) as T;
}
