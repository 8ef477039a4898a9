/**
 * The compute process' methods: one plain interface; the client, the server and the command line derive from it.
 * Every path is absolute. `project` is the folder that holds deepminer.json. Long methods report progress and can be cancelled.
 * `device`: where networks run; default DEEPMINER_DEVICE, else `auto`, the fastest device that passes its trial.
 */
import type { Answer, KeptDraft } from './annotation';
import type { AnnotationListing, BrowsedPart, CaseOverview, DatasetOverview, ViewOverview, ViewThumbnail } from './browse';
import type { Dissection, DissectionParams } from './concepts';
import type { DataCheck, ViewPreview } from './dataCheck';
import type { DeviceChoice, DeviceListing } from './device';
import type { EvaluatedPart, Evaluation, OpenedEvaluation } from './evaluation';
import type { ExportedAnswers, ImportedAnswers } from './exchange';
import type { Explanation } from './explanation';
import type { ExplainAllParams, ExplainAllResult } from './explanationReport';
import type { FaithfulnessOptions, FaithfulnessReport } from './faithfulness';
import type { NetworkInspection } from './inspection';
import type { MinedShard, MinedUnit, MiningManifest, UnitDisplay, ViewCard } from './mining';
import type { Problem } from './problem';
import type { PythonHelper } from './pythonHelper';
import type { RunFiles, RunHistory } from './runHistory';
import type { SimilarViews } from './similar';
import type { StudyAnswer, StudyChoices, StudyListing, StudyPicture, StudyPlan, StudyPower, StudyScore, StudyState } from './study';
import type { ExportedScore, ExportedSheet, ImportedSheet, LabelReport, ScoredStudy, ScoreFormat } from './studyFiles';
import type { SurveyMode, SurveySource } from './survey';
import type { SurveyResults } from './surveyResults';
import type { Progress } from './task';
import type { UnitId } from './unit';
import type { ExportedTable, TableFormat, UnitDetail, UnitListing } from './units';

export interface ComputeMethods {
  /** Writes a synthetic DDSM-form data set, features.csv and deepminer.json into `dir`; with `features`, training takes them in. */
  createSample(p: { dir: string; cases: number; seed: number; features?: boolean }): Promise<SampleSummary>;
  openProject(p: { project: string }): Promise<ProjectSummary>;
  /**
   * What is wrong with deepminer.json beyond what its JSON schema tells: fields that contradict each other, files that are not there. `text`: as it
   * stands in an editor; default: the file.
   */
  checkSettings(p: { project: string; text?: string }): Promise<Problem[]>;
  /**
   * Reads every file of the data set and says what is there and what is wrong; files that have not changed since the last check are not read
   * again unless `again`. A data set that cannot be read at all gives a report of that.
   */
  checkDataset(p: { project: string; again?: boolean }): Promise<DataCheck>;
  /** The report of the latest check; fails with `check.none` where there is none. */
  openDataCheck(p: { project: string }): Promise<DataCheck>;
  /** A larger picture of one of its views. */
  previewView(p: { project: string; view: string }): Promise<ViewPreview>;
  /** Trains a new run, or resumes `run` from its last checkpoint. */
  train(p: {
    project: string;
    run?: string;
    resume?: boolean;
    overrides?: Record<string, unknown>;
    device?: DeviceChoice;
  }): Promise<RunSummary>;
  /** The same in a process of its own that outlives its caller; resolves once that process has the run. */
  startTraining(p: StartTraining): Promise<StartedRun>;
  /** Follows a run by its folder: its progress and log, until it ends; cancelling stops the following alone. Default: the newest that runs. */
  followRun(p: { project: string; run?: string; logFrom?: number }): Promise<RunSummary>;
  /** Asks a run to stop; ends its process when it has not after the grace time. Default: the run that runs. */
  cancelRun(p: { project: string; run?: string; graceSeconds?: number }): Promise<RunSummary>;
  /** With `merge`: of shards that were gathered before. */
  mine(p: { project: string; run?: string; merge?: boolean; device?: DeviceChoice }): Promise<MiningManifest>;
  /** Gathers part number `part`, from 1, of `of` of the hold-out part; mine with `merge` makes the result of all parts. */
  mineShard(p: { project: string; run?: string; shard: { part: number; of: number }; device?: DeviceChoice }): Promise<MinedShard>;
  /** Network Dissection: IoU of units with the masks of known concepts; concepts.json, .csv and .svg in the newest mining result. */
  dissect(p: DissectionParams & { device?: DeviceChoice }): Promise<Dissection>;
  /** Names units from concept masks, the data set's own or any folder's, as an expert called `reference`. */
  annotateByReference(p: { project: string; run?: string; masks?: string; device?: DeviceChoice }): Promise<ReferenceAnnotation>;
  /** Scores a part, `test` by default, and keeps scores, figures and tables in the run. */
  evaluate(p: { project: string; run?: string; part?: EvaluatedPart; device?: DeviceChoice }): Promise<Evaluation>;
  /** What evaluate kept; default: the newest run that has been evaluated on the part. */
  openEvaluation(p: { project: string; run?: string; part?: EvaluatedPart }): Promise<OpenedEvaluation>;
  /** Explains one view, by view id or by image file; the static picture also goes to the file `png`. */
  explain(p: ExplainParams): Promise<ExplainResult>;
  /** The static picture of an explanation, base64 JPEG: drawing it takes longer than showing the explanation itself. */
  drawStill(p: { explanation: Explanation }): Promise<{ still: string }>;
  /** Explains all views of a part as a browsable report; finished pages of an earlier call are kept where nothing has changed. */
  explainAll(p: ExplainAllParams): Promise<ExplainAllResult>;
  /** Writes deepminer.py into the folder `dir`; one that was changed stays unless `replace`. */
  addPythonHelper(p: { dir: string; replace?: boolean }): Promise<PythonHelper>;
  /** What silenced units and removed pixels do to the decisions, and where maps point; kept beside the mining result and reused when equal. */
  measureFaithfulness(
    p: { project: string; run?: string; device?: DeviceChoice } & Partial<FaithfulnessOptions>,
  ): Promise<FaithfulnessReport>;
  /** Tries every device that can be here, and remembers what it found for `auto`. */
  listDevices(p: Record<string, never>): Promise<DeviceListing>;
  /** What an ONNX file of any exporter would be as a network of this project. */
  inspectNetwork(p: { file: string; size?: number; features?: string; head?: string }): Promise<NetworkInspection>;
  /** Writes a run's network for other programs: `safetensors` with torchvision's names, or plain `onnx`, logits first. */
  exportNetwork(p: { project: string; run?: string; format: 'safetensors' | 'onnx'; out: string }): Promise<ExportedNetwork>;
  /** Fetches published ImageNet weights into the person's cache, once; `mirror` is the address of a folder with the same file names. */
  fetchWeights(p: { architecture: string; version?: 1 | 2; mirror?: string }): Promise<FetchedWeights>;
  listWeights(p: Record<string, never>): Promise<WeightListing[]>;
  /** Oldest first. */
  listRuns(p: { project: string }): Promise<RunSummary[]>;
  /** A run from its beginning: epochs, steps, settings, warnings; default: the newest. */
  runHistory(p: { project: string; run?: string }): Promise<RunHistory>;
  /** What a run's folder holds; with `size`, how much that is. */
  runFiles(p: { project: string; run?: string; size?: boolean }): Promise<RunFiles>;
  listViews(p: { project: string; part?: 'train' | 'holdout' | 'test' }): Promise<ViewListing[]>;
  /** Reads the data set anew where a file of it has changed; the methods below are of what this one saw last. */
  datasetOverview(p: { project: string }): Promise<DatasetOverview>;
  /** `count` cases of a part from number `from`, counted from 0; `total`: how many there are. */
  listCases(p: { project: string; part: BrowsedPart; from: number; count: number }): Promise<{ total: number; cases: CaseOverview[] }>;
  listCaseViews(p: { project: string; caseId: string }): Promise<ViewOverview[]>;
  /** A small picture of a view with the outlines of its findings. */
  viewThumbnail(p: { project: string; view: string }): Promise<ViewThumbnail>;
  /** The same, large, as a file in the project's cache. */
  viewPicture(p: { project: string; view: string }): Promise<{ file: string }>;
  surveyState(p: { project: string; run?: string; expert: string; mode?: SurveyMode }): Promise<SurveySource>;
  /** `mining`: the hash of the result that it is of. */
  surveyUnit(p: {
    project: string;
    run?: string;
    unit: UnitId;
  }): Promise<{ mining: string; unit: MinedUnit; views: Record<string, ViewCard> }>;
  /** The units of the newest mined run, or of a named one, with what they are called. */
  listUnits(p: { project: string; run?: string }): Promise<UnitListing>;
  showUnit(p: { project: string; run?: string; unit: UnitId }): Promise<UnitDetail>;
  /** A unit as notebooks show it, its first `patches` pictures inside; fails where the run's units are those of another network. */
  displayUnit(p: { project: string; run?: string; unit: UnitId; network: string; patches: number }): Promise<UnitDisplay>;
  /** Writes the table of units (paper, Figure 3) into the folder `out`: units.md with its pictures, units.html, units.svg; by default all three. */
  exportUnitTable(p: {
    project: string;
    run?: string;
    formats?: TableFormat[];
    out: string;
    /** Units that an expert has named (default), or all. */
    units?: 'annotated' | 'all';
    /** Top patches of a unit (paper and default: 4). */
    patches?: number;
  }): Promise<ExportedTable>;
  /** The hold-out views whose units have influences most like those on a view, named by id or image file (default: five views of other cases). */
  similarViews(p: {
    project: string;
    run?: string;
    view: string;
    count?: number;
    /** Also other views of the same case. */
    sameCase?: boolean;
    /** Compare influences on this class; default: the one decided for the view. */
    className?: string;
    /** With small pictures. */
    pictures?: boolean;
    device?: DeviceChoice;
  }): Promise<SimilarViews>;
  /** Returns only after the answer is on disk. */
  /** Resolves when the answer is on the disk; `standing` as in HostToSurvey. Consensus: the answer is the cleaned label. */
  saveAnswer(p: {
    project: string;
    run?: string;
    mode?: SurveyMode;
    answer: Omit<Answer, 'at' | 'id'>;
  }): Promise<{ answer: Answer; standing: Answer[] }>;
  /** Keeps the draft of an answer beside the run's other work, or does away with it. */
  saveDraft(p: { project: string; expert: string; mode?: SurveyMode; mining: string; unit: UnitId; kept?: KeptDraft }): Promise<null>;
  /** What the survey of a run's mined units came to; default: the newest mined run. */
  surveyResults(p: { project: string; run?: string }): Promise<SurveyResults>;
  /** Who has said what of a run's mined units so far; default: the newest mined run. */
  listAnnotations(p: { project: string; run?: string }): Promise<AnnotationListing>;
  /** Writes the standing answers to the run's network, of all experts or of one, as .csv or .json. */
  exportAnswers(p: { project: string; run?: string; file: string; expert?: string }): Promise<ExportedAnswers>;
  /** Takes in such a file, or published labels; `expert`: whose answers are that name none; `anyNetwork`: also those to another network. */
  importAnswers(p: { project: string; run?: string; file: string; expert?: string; anyNetwork?: boolean }): Promise<ImportedAnswers>;
  /** Draws the cases of a reader study from the test part and writes its plan and, apart from it, its key. */
  createStudy(p: CreateStudyParams): Promise<CreatedStudy>;
  /** What these numbers of answers can show, beside a series of others. */
  studyPower(p: { answers: number[] }): Promise<StudyPower>;
  /** The studies of a project, the oldest first; those whose plan cannot be read are logged. */
  listStudies(p: { project: string }): Promise<StudyListing[]>;
  /** What a reader's page is given; `study` is the study's name. */
  studyState(p: { project: string; study: string; reader: string }): Promise<StudyState>;
  /** The picture of a case, in a study that shows pictures. */
  studyPicture(p: { project: string; study: string; case: string }): Promise<StudyPicture>;
  /** Resolves when the answer is on the disk; `standing`: all standing answers of the reader. `study` is the name, `answer.study` the plan's hash. */
  saveStudyAnswer(p: { project: string; study: string; answer: Omit<StudyAnswer, 'at' | 'id'> }): Promise<{
    answer: StudyAnswer;
    standing: StudyAnswer[];
  }>;
  /** What readers came to. Of a project's study its key is opened, by this method and exportStudyScore alone. */
  scoreStudy(p: ScoredStudy): Promise<StudyScore>;
  /** Writes a score into the folder `out`: score.json; figures.csv, answers.csv and paired.csv; by default both forms. */
  exportStudyScore(p: ScoredStudy & { out: string; formats?: ScoreFormat[] }): Promise<ExportedScore>;
  /** Writes a reader's questions into the folder `out`: a table to fill in (CSV) and a page to print (HTML). */
  exportStudySheet(p: { project: string; study: string; reader: string; out: string }): Promise<ExportedSheet>;
  /** Takes the answers of a filled table into the reader's log; `reader`: default, who the table names. */
  importStudySheet(p: { project: string; study: string; reader?: string; file: string }): Promise<ImportedSheet>;
  /** Which labels of a file the published look-up could never find, and which words the published responses have. */
  studyLabels(p: { labels: string; responses?: string }): Promise<LabelReport>;
  /** Runs one notebook cell in the session of that notebook; output arrives as `cellOutput` notifications. */
  runCell(p: { session: string; cell: string; project: string; code: string; language: 'typescript' | 'javascript' }): Promise<CellResult>;
  /** Forgets a notebook's variables. */
  endSession(p: { session: string }): Promise<void>;
}

export type MethodName = keyof ComputeMethods;
export type Params<M extends MethodName> = Parameters<ComputeMethods[M]>[0];
export type Result<M extends MethodName> = Awaited<ReturnType<ComputeMethods[M]>>;

/** Notifications of the compute process: progress of a request, log lines, output of a running cell. */
export interface ComputeNotifications {
  progress: { request: number; progress: Progress };
  log: { level: 'debug' | 'info' | 'warn' | 'error'; message: string };
  cellOutput: { session: string; cell: string; output: CellOutput };
}

/** What a rejected request carries in its `data`. */
export interface ComputeFailure {
  problem?: Problem;
  stack?: string;
  /** 1-based line of a notebook cell. */
  cellLine?: number;
}

export type CellOutput =
  | { kind: 'stdout' | 'stderr'; text: string }
  | { kind: 'display'; items: Record<string, string> }
  /** Further forms of the display before it, e.g. its static picture. */
  | { kind: 'more'; items: Record<string, string> }
  /** How far the calls of the cell are; absent when none runs any more. Never part of a saved notebook. */
  | { kind: 'progress'; progress?: Progress };

/** Output as a notebook keeps it, all forms of a display together. */
export type KeptOutput = Exclude<CellOutput, { kind: 'progress' | 'more' }>;

export type CellResult =
  | { ok: true; items?: Record<string, string> }
  | { ok: false; name: string; message: string; stack: string; line?: number };

export interface SampleSummary {
  dir: string;
  cases: number;
  views: number;
  findings: number;
}

export interface ProjectSummary {
  dir: string;
  classes: string[];
  cases: number;
  views: number;
  findings: number;
  /** Cases per part of the split. */
  split: { train: number; holdout: number; test: number };
  problems: Problem[];
}

export interface EpochMetrics {
  epoch: number;
  learningRate: number;
  /** Of training and measuring together, stops and restarts left out. */
  seconds: number;
  /** Of training alone. */
  patchesPerSecond: number;
  /** Share of the training time in which the engine waited for patches. */
  waitShare?: number;
  /** Seconds of `seconds` that the hold-out part took. */
  holdoutSeconds?: number;
  device?: string;
  threads?: number;
  /** Samples of a batch that were computed at a time, where not all of them were. */
  microBatch?: number;
  /** The epoch with the best hold-out part so far. */
  bestEpoch?: number;
  train: PartMetrics;
  holdout: PartMetrics;
}

export interface PartMetrics {
  loss: number;
  accuracy: number;
  /** One-vs-rest AUC per class; absent for a class without positives or negatives. */
  auc: Record<string, number | undefined>;
}

export interface StartTraining {
  project: string;
  run?: string;
  resume?: boolean;
  overrides?: Record<string, unknown>;
  device?: DeviceChoice;
  /** DEEPMINER_DEVICE and DEEPMINER_THREADS of the new process; default: the caller's own. */
  environment?: Record<string, string | undefined>;
}

export interface StartedRun {
  run: string;
  dir: string;
  pid: number;
  /** What the process prints. */
  log: string;
  /** Bytes that were in it before. */
  logFrom: number;
}

/** progress.json of a run: the latest report of its process. */
export interface RunProgress extends Progress {
  /** ISO time of the report. */
  at: string;
}

export interface RunSummary {
  run: string;
  dir: string;
  /** ISO time. */
  createdAt: string;
  status: 'running' | 'finished' | 'cancelled' | 'failed' | 'interrupted';
  /** Of a run that goes on. */
  progress?: RunProgress;
  /** Of a run that goes on: its process, `host` where that is not this machine; detached, it is there for the run alone. */
  process?: { pid: number; host?: string; detached: boolean };
  /** Of a failed run: why. */
  failure?: { message: string; problem?: Problem };
  network: string;
  epochs: number;
  epochsDone: number;
  trainPatches: number;
  last?: EpochMetrics;
  /** The epoch with the best hold-out part. */
  bestEpoch?: number;
  /** The base learning rate where it is not the settings': selected, or changed when the run was resumed. */
  learningRate?: number;
  /** What later steps use: the best epoch's where the run may stop early, else the last one's. */
  checkpoint?: string;
  mined?: string;
  evaluated: boolean;
  /** The evaluation is of another network than the run uses by now. */
  evaluationOutdated?: boolean;
}

export interface ReferenceAnnotation {
  expert: string;
  unitsSeen: number;
  unitsNamed: number;
  /** Annotated units whose best concept IoU reaches 0.04 (Network Dissection's bar). */
  unitsAboveIoU: number;
  units: { unit: UnitId; concept: string; iou: number; named: boolean }[];
}

export interface ExplainParams {
  project: string;
  run?: string;
  /** A view id, or an image file. */
  view: string;
  /** Class to explain; absent: the decided one. */
  className?: string;
  /** Also write the static picture here, as a PNG. */
  png?: string;
  /** Also give the static picture. */
  still?: boolean;
  device?: DeviceChoice;
}

export interface ExplainResult {
  explanation: Explanation;
  /** Static picture of the same, base64 JPEG; only where asked for. */
  still?: string;
  /** The same in words. */
  text: string;
  /** Where it was written. */
  file: string;
}

export interface CreateStudyParams {
  project: string;
  run?: string;
  /** Letters, digits, - and _; default: study-001 and on. */
  name?: string;
  /** Those that are left out have their defaults; without `cases`, as many as there are, in equal numbers. */
  choices?: Partial<StudyChoices>;
  device?: DeviceChoice;
}

export interface CreatedStudy {
  plan: StudyPlan;
  /** Folder of the study, which readers may be given. */
  dir: string;
  /** File of its key, which they may not. */
  keyFile: string;
  /** What one reader's answers can show. */
  power: StudyPower;
}

export interface ExportedNetwork {
  run: string;
  /** Where the network was taken from. */
  checkpoint: string;
  /** Content hash of the network and its weights. */
  network: string;
  format: 'safetensors' | 'onnx';
  file: string;
  tensors: number;
  classes: string[];
}

export interface FetchedWeights {
  architecture: string;
  version: number;
  file: string;
  url: string;
  bytes: number;
  /** Of the whole file; its first 8 digits are those that the publisher makes known. */
  sha256: string;
  /** ISO time. */
  fetched: string;
  /** Whether it was there before. */
  stored: boolean;
}

/** Published weights; `file` and `bytes` where they are stored. */
export interface WeightListing {
  architecture: string;
  version: number;
  fileName: string;
  file?: string;
  bytes?: number;
}

export interface ViewListing {
  viewId: string;
  caseId: string;
  file: string;
  label: string;
  part: 'train' | 'holdout' | 'test';
  findings: number;
}
