/** The `deepminer` object of notebook cells: the compute methods on the notebook's project, with results that show themselves. */
import { completeOptions } from '../faithfulness/options';
import { DISPLAY } from '../kernel/display';
import type { EpochMetrics, Evaluation, ExplainResult, ProjectSummary, RunSummary, ViewListing } from '../protocol/compute';
import { EXPLANATION_MIME, type Explanation } from '../protocol/explanation';
import type { Faithfulness, FaithfulnessOptions } from '../protocol/faithfulness';
import type { MinedUnit, MiningManifest } from '../protocol/mining';
import { parseUnitId, type UnitId, unitId } from '../protocol/unit';
import type { MethodContext, MethodTable } from './method';
import { unitDisplayItems } from './unitDisplay';

export interface DeepMiner {
  /** Folder with deepminer.json. */
  readonly project: string;
  /** Cases, views and findings of the project, its split and what is wrong with it. */
  open(): Promise<ProjectSummary>;
  /** All runs, newest last. */
  runs(): Promise<RunSummary[]>;
  /** Views of one part of the split, or of all. */
  views(part?: 'train' | 'holdout' | 'test'): Promise<ViewListing[]>;
  /** Trains a new run; epochs, learningRate and the like override deepminer.json. */
  train(overrides?: Record<string, unknown>): Promise<RunSummary>;
  /** AUC and partial AUC per class on the test patches. */
  evaluate(run?: string): Promise<Evaluation>;
  /** Ranks units by influence and collects their top patches. */
  mine(run?: string): Promise<MiningManifest>;
  /** Explains one view, by view id or image file; shown with its CAM and unit maps. */
  explain(view: string, options?: { run?: string }): Promise<Explanation>;
  /** What silenced units and removed pixels do to the decisions, and where the maps point; shown as figures. */
  faithfulness(options?: Partial<FaithfulnessOptions> & { run?: string }): Promise<Faithfulness>;
  /** One mined unit, as `unit_0004` or its number counted from 1; shown with its top patches. */
  unit(unit: string | number, options?: { run?: string; patches?: number }): Promise<MinedUnit>;
  /** Metrics per epoch of a run's last state. */
  lastEpoch(run?: string): Promise<EpochMetrics | undefined>;
}

/** The object for a project; `context` is that of the cell running now. */
export function notebookApi(project: string, methods: MethodTable, context: () => MethodContext): DeepMiner {
  return {
    project,
    open: () => methods.openProject({ project }, context()),
    runs: () => methods.listRuns({ project }, context()),
    views: (part) => methods.listViews({ project, part }, context()),
    train: (overrides) => methods.train({ project, overrides }, context()),
    evaluate: (run) => methods.evaluate({ project, run }, context()),
    mine: (run) => methods.mine({ project, run }, context()),
    async explain(view, options = {}) {
      const result = await methods.explain({ project, run: options.run, view }, context());
      return shown(result.explanation, () => explanationItems(result));
    },
    async faithfulness({ run, ...options } = {}) {
      // A misspelt name would otherwise be left out in silence.
      completeOptions(options);
      const { faithfulness, svg, text } = await methods.measureFaithfulness({ ...options, project, run }, context());
      return shown(faithfulness, () => ({ 'image/svg+xml': svg, 'text/plain': text }));
    },
    async unit(unit, options = {}) {
      const id: UnitId = typeof unit === 'number' ? unitId(parseUnitId(`unit_${unit}`)) : unitId(parseUnitId(unit));
      const found = await methods.surveyUnit({ project, run: options.run, unit: id }, context());
      const { miningDir, answers } = await methods.surveyState({ project, run: options.run, expert: 'reference' }, context());
      const items = await unitDisplayItems(found.unit, miningDir, answers, options.patches ?? 8);
      return shown(found.unit, () => items);
    },
    async lastEpoch(run) {
      const runs = await methods.listRuns({ project }, context());
      return (run ? runs.find((r) => r.run === run) : runs.at(-1))?.last;
    },
  };
}

export function explanationItems(result: ExplainResult): Record<string, string> {
  return { [EXPLANATION_MIME]: JSON.stringify(result.explanation), 'image/png': result.png, 'text/plain': result.text };
}

/** Adds the display without letting it show among the value's own fields. */
function shown<T extends object>(value: T, display: () => Record<string, string>): T {
  return Object.defineProperty(value, DISPLAY, { value: display, enumerable: false }) as T;
}
