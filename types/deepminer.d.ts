// Made by scripts/notebookTypes.mjs from src/compute/notebookApi.ts: change it there.

/** The notebook's project: its views, runs, units and explanations. */
declare const deepminer: DeepMinerTypes.DeepMiner;

/** Shows a value beneath the cell, as the value of its last line is shown; for several values of one cell. */
declare function display(value: unknown): Promise<void>;

declare namespace DeepMinerTypes {
  interface DeepMiner {
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

  interface ProjectSummary {
    dir: string;
    classes: string[];
    cases: number;
    views: number;
    findings: number;
    /** Cases per part of the split. */
    split: { train: number; holdout: number; test: number };
    problems: Problem[];
  }

  /** What went wrong, for the person who reads it: which file, what was found, what was expected, what to do. */
  interface Problem {
    severity: 'error' | 'warning';
    /** Short machine-readable kind, e.g. `ddsm.ljpeg.truncated`. */
    code: string;
    /** Absolute path, where one file is to blame. */
    file?: string;
    /** 1-based line in that file, where known. */
    line?: number;
    found: string;
    expected: string;
    remedy: string;
  }

  interface DataCheck {
    version: 1;
    /** Folder with deepminer.json. */
    project: string;
    /** Folder of the data set. */
    root: string;
    /** For people: `DDSM`; absent where the data set could not be read at all, which is the first problem then. */
    format?: string;
    /** Classes of deepminer.json. */
    classes: string[];
    counts: DataCounts;
    views: CheckedView[];
    /** Errors first, then by kind and file. */
    problems: CheckedProblem[];
    errors: number;
    warnings: number;
    /** How many views' pixels were read now, how many are as an earlier check of the same files found them, and how many could not be read. */
    reading: { read: number; kept: number; failed: number; seconds: number };
    /** Absolute folder of the small pictures. */
    pictures: string;
    /** ISO time. */
    createdAt: string;
  }

  interface DataCounts extends Amount {
    /** The classes of deepminer.json in their order, then those that only the data set has. */
    classes: ClassAmount[];
    parts: Record<CheckedPart, Amount>;
    /** `LEFT CC` and such. */
    sides: Tally[];
    scanners: Tally[];
    /** `3024 x 4696` and such, the most frequent first. */
    sizes: Tally[];
    bits: Tally[];
    /** Micrometres a pixel. */
    spacings: Tally[];
    formats: Tally[];
  }

  interface Amount {
    cases: number;
    views: number;
    findings: number;
  }

  /** A case counts for its worst class, a view for its own, a finding for its own. */
  interface ClassAmount extends Amount {
    className: string;
    parts: Record<CheckedPart, Amount>;
  }

  type CheckedPart = 'train' | 'holdout' | 'test';

  /** How many views have a property; `unknown` is a name like any other, and the numbers add up to all views. */
  interface Tally {
    name: string;
    views: number;
  }

  interface CheckedView {
    viewId: string;
    caseId: string;
    /** Relative to the root, with `/`. */
    file: string;
    /** Class of the image where the data set states one, else of its worst finding. */
    className: string;
    /** Absent where the split leaves the case out. */
    part?: CheckedPart;
    laterality?: 'LEFT' | 'RIGHT';
    projection?: 'CC' | 'MLO';
    width: number;
    height: number;
    bits: number;
    /** Side of a pixel. */
    microns?: number;
    scanner?: string;
    /** `ljpeg`, `dicom`, `png`, …; absent where the file could not be read. */
    format?: string;
    findings: CheckedFinding[];
    status: ViewStatus;
    /** Indices into the problems. */
    problems: number[];
    /** Stored values: lowest, highest, and the one that half of the pixels do not exceed. Absent where the pixels could not be read. */
    greys?: { low: number; high: number; median: number };
    /** Share of the pixels that are breast, 0..1. */
    tissue?: number;
    /** Small picture, relative to the folder `pictures`. */
    thumbnail?: string;
  }

  interface CheckedFinding {
    /** Class that it counts for; `unproven` counts for none. */
    className: string;
    assessment?: number;
    /** `mass`, `calcification`, `other`. */
    kinds: string[];
    /** x0, y0, x1, y1, … in view pixels, thinned to at most 96 points: for the eye, not for measuring. */
    outline: number[];
  }

  /** `good` where nothing was found, else the worst of its problems. */
  type ViewStatus = 'good' | 'warning' | 'error';

  interface CheckedProblem extends Problem {
    kind: ProblemKind;
    /** Indices into the views that it is about; empty where the view was left out or none is to blame. */
    views: number[];
  }

  type ProblemKind = (typeof PROBLEM_KINDS)[number];

  const PROBLEM_KINDS: readonly ['missing', 'unreadable', 'doubled', 'suspect', 'annotations', 'privacy'];

  interface RunSummary {
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

  /** progress.json of a run: the latest report of its process. */
  interface RunProgress extends Progress {
    /** ISO time of the report. */
    at: string;
  }

  /** How long work reports itself and is stopped; every long function of every room takes a Task. */
  interface Progress {
    /** What is being done, for people: `train`, `mine`, … */
    stage: string;
    /** Steps done of total, in the stage's own unit. */
    done: number;
    total: number;
    /** Seconds left, estimated from the pace so far; absent while unknown. */
    secondsLeft?: number;
    /** One line about the latest step, e.g. `epoch 2 of 5, loss 0.412`. */
    message?: string;
    /** Of training: the epoch from 1, of how many, and the loss of the latest step. */
    epoch?: number;
    epochs?: number;
    loss?: number;
    /** Nothing is done yet: the work waits for other work on the device to end, which this names. */
    waitingFor?: string;
  }

  interface EpochMetrics {
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

  interface PartMetrics {
    loss: number;
    accuracy: number;
    /** One-vs-rest AUC per class; absent for a class without positives or negatives. */
    auc: Record<string, number | undefined>;
  }

  interface ViewListing {
    viewId: string;
    caseId: string;
    file: string;
    label: string;
    part: 'train' | 'holdout' | 'test';
    findings: number;
  }

  type EvaluatedPart = 'test' | 'holdout';

  /** The evaluation of a run's network on one part; its own figures are those of patches, as in files of version 1. */
  interface Evaluation extends LevelEvaluation {
    version: 2;
    run: string;
    checkpoint: string;
    /** Content hash of the network and its weights. */
    network: string;
    part: EvaluatedPart;
    patches: number;
    classNames: string[];
    /** Class that a view or case is decided for only when no other leads in any patch; absent: none. */
    background?: string;
    view: LevelEvaluation;
    case: LevelEvaluation;
    bootstrap: { draws: number; seed: number; cases: number };
    /** What the figures were computed from: content address of network, patches and features, and SHA-256 of scores.csv. */
    scores: { address: string; sha256: string };
    /** ISO time. */
    createdAt: string;
    notice: string;
  }

  interface LevelEvaluation {
    /** Items with a true class. */
    items: number;
    /** Cases that they belong to. */
    cases: number;
    /** Share of items decided right. */
    accuracy: number;
    classes: Record<string, ClassEvaluation | Missing>;
    /** [true class, decided class] items */
    confusion: number[][];
    /** Items without a score or a true class, by reason. */
    leftOut: { count: number; reason: string }[];
  }

  interface ClassEvaluation {
    /** Area under the ROC curve, one against the rest. */
    auc: number;
    /** Published: trapezoid over the ROC points with TPR >= 0.8, times 0.2. */
    partialAucPublished: number;
    /** Standard: area above TPR 0.8. */
    partialAucStandard: number;
    /** The standard area with McClish's correction: 0.5 is chance, 1 perfect. */
    partialAucCorrected?: number;
    /** 95 % interval of the AUC: bootstrap over cases, and DeLong's, which takes items for independent. */
    interval?: BootstrapInterval;
    delong?: { low: number; high: number };
    /** By the same resamples. */
    partialIntervals?: { published: BootstrapInterval; standard: BootstrapInterval };
    /** Why there is no bootstrap interval. */
    noInterval?: string;
    positives: number;
    negatives: number;
    roc: RocPoints;
    /** 95 % of the sensitivity at the false positive rates 0, 1/n, …, 1, each by itself. */
    band?: { low: number[]; high: number[] };
    calibration?: Calibration;
    /** By property; a property that no item of this class can have says why. */
    breakdowns?: Record<BreakdownBy, Stratum[] | Missing>;
  }

  /** 95 % percentile interval by resampling cases; `draws` resamples gave a value. */
  interface BootstrapInterval {
    low: number;
    high: number;
    draws?: number;
  }

  /** Points of a ROC curve, from (0, 0) to (1, 1), for drawing. */
  interface RocPoints {
    fpr: number[];
    tpr: number[];
    /** Score from which an item counts as positive; null, above every score, at the first point. Absent in files of version 1. */
    thresholds?: (number | null)[];
  }

  interface Calibration {
    bins: ReliabilityBin[];
    /** Expected calibration error: |share of positives - mean score| of each bin, weighted by its items (Naeini et al., AAAI 2015). */
    error: number;
    /** Mean of (score - truth)², one class against the rest (Brier, Monthly Weather Review 78:1, 1950). */
    brier: number;
  }

  /** Items whose score lies above `low` and not above `high`, the first bin holding 0 too: how high they were scored, and how many were positive. */
  interface ReliabilityBin {
    low: number;
    high: number;
    count: number;
    /** Mean score and share of positives; absent in an empty bin. */
    mean?: number;
    frequency?: number;
  }

  /** What items are told apart by: properties of views, of cases, and of findings. */
  type BreakdownBy = 'scanner' | 'projection' | 'laterality' | 'density' | 'subtlety' | 'finding';

  /** AUC of the items with one value of a property. */
  interface Stratum {
    value: string;
    positives: number;
    negatives: number;
    cases: number;
    auc?: number;
    interval?: BootstrapInterval;
    /** Why there is no AUC, or none of its interval. */
    missing?: string;
  }

  interface Missing {
    /** Why there is no figure. */
    missing: string;
  }

  interface MiningManifest {
    version: 1;
    /** Content address: hash of network, data and options. */
    hash: string;
    /** Of the network whose units these are; of those of a layer before the last, with its name behind a slash: they are other units. */
    network: string;
    /** Layer whose units were mined. Absent: the last one. */
    layer?: string;
    /** All its names in the network. */
    layerNames?: string[];
    checkpoint: string;
    /** Content address of the hold-out patches. */
    data?: string;
    classes: string[];
    options: Record<string, unknown>;
    /** Share of all top-eight places taken by the chosen units, per class, 0..1. */
    coverage: Record<string, number>;
    /** Hold-out views and patches that were looked at. */
    views: number;
    patches: number;
    /** Views that could not be read, and were left out. */
    viewsLeftOut?: number;
    /** Images the ranking counted, per class (fewer than all with the option `decided`). */
    imagesRanked?: Record<string, number>;
    /** Units that no patch of the hold-out part activates. */
    silentUnits?: number;
    /** In survey order: by class, then rank; each unit once, at its first place. */
    units: UnitId[];
  }

  type UnitId = string & { readonly __brand: 'UnitId' };

  interface DissectionParams {
    project: string;
    run?: string;
    /** A folder of masks, `<concept>/<view id>.png`; absent: the masks beside the data set's own views. */
    masks?: string;
    /** Default 0.005. */
    quantile?: number;
    /** Probe every unit of the network; absent: the mined ones. */
    allUnits?: boolean;
  }

  interface ConceptReport {
    version: 1;
    /** Hashes of the network and of the mining result whose units were probed. */
    network: string;
    mining: string;
    /** Where the masks come from: `data set` (they lie beside its views), or the folder's path relative to the project, its name alone outside. */
    masks: string;
    /** Share of its activations that a unit's threshold lets through (0.005), and the IoU from which a unit counts as a detector (0.04). */
    quantile: number;
    bar: number;
    /** Hold-out views that were counted. */
    views: number;
    /** Hold-out views that could not be read, and were left out. */
    viewsLeftOut: number;
    /** Every probed unit's concepts, best first. */
    units: Record<UnitId, UnitConcept[]>;
    /** Every concept, the one with most detectors first. */
    concepts: ConceptSummary[];
    createdAt: string;
  }

  interface UnitConcept {
    concept: string;
    /** Sum of intersections / sum of unions over all hold-out views, 0..1. */
    iou: number;
  }

  interface ConceptSummary {
    concept: string;
    /** Hold-out views in which it occurs. */
    views: number;
    /** Units whose best concept it is with at least `bar`, best first: its detectors. */
    detectors: UnitId[];
    /** The unit that agrees with it best. */
    best: { unit: UnitId; iou: number };
  }

  interface ReferenceAnnotation {
    expert: string;
    unitsSeen: number;
    unitsNamed: number;
    /** Annotated units whose best concept IoU reaches 0.04 (Network Dissection's bar). */
    unitsAboveIoU: number;
    units: { unit: UnitId; concept: string; iou: number; named: boolean }[];
  }

  interface Explanation {
    version: typeof EXPLANATION_VERSION;
    viewId: string;
    caseId: string;
    /** Part of the split that the view is in: the network has seen those of `train`. Absent: not of the data set. */
    part?: ViewPart;
    /** The view's size in its own pixels and a small grey picture of it (data:image/jpeg;base64,…). */
    view: { width: number; height: number; picture: string; pictureWidth: number; pictureHeight: number };
    classes: string[];
    /** The class that the network decides for. */
    decidedClass: string;
    /** The class that everything below is about; the decided one, unless another was asked for. */
    explainedClass: string;
    /** Image score per class: the maximum (or mean) of its probability map. */
    scores: Record<string, number>;
    scoring: 'max' | 'mean';
    /** Deciding position: the cell where the explained class' probability is largest, and its middle in view pixels. */
    decidingPosition: { column: number; row: number; x: number; y: number; probability: number };
    /**
     * The explained class' logit there = bias + sum of the shares of `evidence` + rest (+ shares of features and none-token, where the
     * network takes features). `restNamed` is the part of the rest that annotated units make (not among the shown ones); what remains of it
     * is of units without a name. Absent in explanations of version 1.
     */
    logit: { value: number; bias: number; rest: number; restNamed?: number };
    /** Where every map lies over the view. */
    placement: GridPlacement;
    /** What one cell of a map can see at most: the sides of a rectangle around its middle, in view pixels. Absent in explanations of version 1. */
    receptiveField?: { width: number; height: number };
    /** 1 where a cell's middle lies on the breast, where alone the network's decision counts, else 0. Absent: no breast was found, or version 1. */
    breast?: Grid8;
    /** Class activation map of the explained class. */
    cam: Grid8;
    /** Logits per class before the softmax. Empty in explanations of version 1. */
    logitMaps: Record<string, Grid8>;
    probabilityMaps: Record<string, Grid8>;
    /** Up to five annotated units among the eight most influential, by influence. */
    evidence: UnitEvidence[];
    /** The others of the eight most influential: not annotated. */
    unannotated: UnitEvidence[];
    /** Units that speak against the explained class: annotated, with the most negative shares. */
    against: UnitEvidence[];
    /** Features beside the image, largest share first; `none` is what the network adds when it heeds no feature. Absent: it takes none. */
    auxiliary?: { features: FeatureEvidence[]; none: { attention: number; share: number } };
    /** The true findings and report, where known. */
    findings: Finding[];
    truth?: string;
    /** One hedged sentence for a report: the decision and the named evidence in a few words. Empty in explanations of version 1. */
    summary: string;
    /** Plain English: decision, evidence, doubt. */
    sentence: string;
    /** Per shown unit: does its annotation fit a finding, does its mask hit an outline. */
    agreement?: { unit: UnitId; fits: boolean; hits: boolean }[];
    source: ExplanationSource;
    warnings: string[];
    notice: string;
  }

  const EXPLANATION_VERSION: 2;

  /** Part of the split that a view is in. */
  type ViewPart = 'train' | 'holdout' | 'test';

  /** Where a feature map lies over an image: cell (column, row) is centred at (x0 + column * stepX, y0 + row * stepY) image pixels. */
  interface GridPlacement {
    x0: number;
    y0: number;
    stepX: number;
    stepY: number;
  }

  /**
   * Small 8-bit maps with a scale: how activation, CAM and probability maps travel between processes, files and pages.
   * value = offset + byte * scale. A 24 x 36 map is 1.2 KB of base64, where its picture would be fifty times that.
   */
  interface Grid8 {
    width: number;
    height: number;
    offset: number;
    scale: number;
    /** base64 of width x height bytes, row by row. */
    data: string;
  }

  interface UnitEvidence {
    unit: UnitId;
    /** 1-based place among all units by influence on the explained class in this view. */
    rank: number;
    /** max activation in the view x weight for the explained class. */
    influence: number;
    /** activation at the deciding position x weight: this unit's exact part of the explained class' logit there. */
    share: number;
    /** What experts call it; empty when not annotated. */
    annotations: { expert: string; phenomena: Phenomenon[] }[];
    /** Activation map; of the units for and against, not of those without a name. */
    map?: Grid8;
    /** The unit's mask is where its map, interpolated bilinearly, is above this activation. */
    maskThreshold?: number;
  }

  /** One recognizable phenomenon of a unit. */
  interface Phenomenon {
    /** Free words, e.g. `edge of mass with circumscribed margins`. */
    description: string;
    association: Association;
    category?: BiradsCategory;
    /** Lexicon terms, e.g. `SPICULATED`. */
    terms: string[];
    /** Absent in answers that were given before it was asked. */
    confidence?: Confidence;
  }

  type Association = 'benign' | 'malignant' | 'normal' | 'unsure';

  type BiradsCategory = 'mass' | 'calcification' | 'other' | 'normal tissue';

  /** How sure an expert is of what a unit shows. */
  type Confidence = 'low' | 'medium' | 'high';

  /** A feature beside the image, e.g. age, and what it adds to the decision. */
  interface FeatureEvidence {
    name: string;
    /** As written in the table; absent where missing. */
    value?: string;
    /** False where the value is missing or a category that the network has not seen: then attention and share are 0. */
    present: boolean;
    /** Weight in the attention block; all features' and the none-token's add up to 1. */
    attention: number;
    /** Its exact part of the explained class' logit, the same at every position. */
    share: number;
    /** Its part of every class' logit. */
    contributions: Record<string, number>;
  }

  interface Finding {
    /** 1-based number within its view. */
    id: number;
    lesions: Lesion[];
    /** BI-RADS assessment 0-5, where given. */
    assessment?: number;
    /** 1 (subtle) to 5 (obvious), where given. */
    subtlety?: number;
    /** `unproven` also where the data set has no pathology at all. */
    pathology: Pathology;
    /** Class that it counts for, where that is not its pathology's: data sets of other classes than normal, benign and malignant. */
    className?: string;
    boundary: Outline;
    cores: Outline[];
  }

  /** One lesion description; a finding may have two (a mass with calcifications). Keywords are DDSM's, upper case with `_`. */
  interface Lesion {
    kind: FindingKind;
    /** mass */
    shape?: string[];
    margins?: string[];
    /** calcification */
    type?: string[];
    distribution?: string[];
  }

  /** A radiologist's finding as it crosses borders: an outlined lesion with its report (DDSM, BI-RADS words). */
  type FindingKind = 'mass' | 'calcification' | 'other';

  type Pathology = 'malignant' | 'benign' | 'benign_without_callback' | 'unproven';

  /** Closed polygon in view pixels: x0, y0, x1, y1, … */
  type Outline = number[];

  /** Where an explanation comes from: enough to make it again. */
  interface ExplanationSource {
    /** Content hash of the network and its weights. */
    network: string;
    /** ResNet depth or the like, as in deepminer.json. */
    architecture?: string;
    /** Hash of the mining result whose units and thresholds were used. */
    mining: string;
    run: string;
    /** File name of the checkpoint. */
    checkpoint: string;
  }

  /** What one view is compared with itself by. */
  interface ComparedBy {
    classes?: readonly [string, string];
    runs?: readonly [string, string];
    /** Run of both, where runs are not what differs. */
    run?: string;
  }

  interface Comparison {
    version: 1;
    /** What differs: the view, the class that is explained, or the network. */
    of: 'views' | 'classes' | 'networks';
    explanations: [Explanation, Explanation];
    /** Where the two cannot be held against each other as they stand, e.g. names given to another network's units. */
    warnings: string[];
    notice: string;
  }

  interface FaithfulnessOptions {
    /** Part of the split that is measured on. Default test: units were chosen on the hold-out part. */
    part: 'test' | 'holdout';
    /** Views whose deletion and insertion curves are drawn, by class in turn; 0: none. Default 20. */
    views: number;
    /** Steps of a curve: forward passes per order, direction and view. Default 20. */
    steps: number;
    /** Of the sample of views, the random orders and the random units. Default 1. */
    seed: number;
    /** Random sets of units that the annotated ones are compared with. Default 20. */
    draws: number;
    /** What deletion puts in place of a pixel. Default mean: the mean grey of the view's breast. */
    replacement: Canvas;
    /** What insertion starts from. Default blur. */
    start: Canvas;
    /** Standard deviation of the blur, as a share of a patch's side. Default 0.25. */
    blur: number;
    /** Which pixels are taken away: those on the breast, where a view is decided, or all. Default tissue. */
    region: 'tissue' | 'view';
    /** The random order: a map of random cells enlarged as the CAM is, or single pixels. Default cells. */
    randomOrder: 'cells' | 'pixels';
    /** How far from an outline a point still hits it. Default 0. */
    tolerance: { mm: number } | { pixels: number };
    /** Draws of the bootstrap over cases. Default 1000. */
    resamples: number;
  }

  /** What takes the place of removed pixels, and what an insertion starts from (docs/faithfulness.md). */
  type Canvas = 'mean' | 'black' | 'blur';

  interface Faithfulness {
    version: 1;
    /** Content address: network, mining result, annotations, data and options. */
    hash: string;
    run: string;
    checkpoint: string;
    network: string;
    mining: string;
    annotations: string;
    classes: string[];
    /** What experts call the units, by unit. */
    names: Record<UnitId, string>;
    options: FaithfulnessOptions;
    ablation: Ablation | Missing;
    curves: CurveSummary | Missing;
    pointing: Pointing | Missing;
    createdAt: string;
    notice: string;
  }

  interface Ablation {
    patches: number;
    cases: number;
    /** AUC of the whole network per class. */
    intact: Record<string, number | Missing>;
    /** Every mined unit alone, in survey order. */
    units: (AblationEffect & { annotated: boolean })[];
    /** All annotated units together. */
    annotated: AblationEffect | Missing;
    /** As many of the other mined units, drawn with the seed; all of them where they are fewer. */
    otherMined: AblationEffect | Missing;
    /** Units drawn from all that are not annotated. */
    random: RandomEffect | Missing;
  }

  interface AblationEffect {
    units: UnitId[];
    classes: Record<string, ClassEffect | Missing>;
    /** Mean change over all patches of the logit of a patch's true class, and of the class that the whole network decides. */
    trueLogit: Estimate;
    decidedLogit: Estimate;
    /** Share of patches that are decided otherwise. */
    changed: number;
  }

  /** What silencing a set of units does to one class, told from the rest on patches. */
  interface ClassEffect {
    /** AUC with the units silent. */
    auc: number;
    /** That less the AUC of the whole network; the interval resamples cases, each draw with both networks. */
    change: Estimate;
    /** DeLong's paired interval of the same, which takes patches for independent. */
    delong?: { low: number; high: number };
    /** Mean change of the class' logit on the patches of the class. */
    logit: number;
  }

  /** A number with its 95 % interval by bootstrap over cases; without one where there is a single case. */
  interface Estimate {
    value: number;
    low?: number;
    high?: number;
  }

  /** Sets of as many units drawn at random: mean and range over the draws. */
  interface RandomEffect {
    /** Units of a set, out of how many. */
    units: number;
    outOf: number;
    draws: number;
    /** `asStrong`: draws whose AUC falls at least as far as with the annotated units silent. */
    classes: Record<string, { change: Range; asStrong: number }>;
    trueLogit: Range;
    decidedLogit: Range;
    changed: Range;
  }

  /** Mean, least and most of several draws. */
  interface Range {
    mean: number;
    least: number;
    most: number;
  }

  interface CurveSummary extends CurveAreas {
    /** By the class that the views are decided for. */
    byClass: Record<string, CurveAreas>;
    /** Mean curves of all views. */
    mean: { deletion: Curves; insertion: Curves };
    perView: ViewCurves[];
    leftOut: number;
  }

  /** A good order has a small deletion area and a large insertion area. */
  interface CurveAreas {
    views: number;
    cases: number;
    deletion: Record<CurveScore, Areas>;
    insertion: Record<CurveScore, Areas>;
  }

  /**
   * What is watched while a view changes: the image score of the decided class, and the probability of that class at the position that decided
   * the untouched view.
   */
  type CurveScore = 'image' | 'place';

  /** Areas under curves, mean over views, and the CAM's less those of the controls, view by view. */
  interface Areas extends Record<PixelOrder, Estimate> {
    overRandom: Estimate;
    overReversed: Estimate;
  }

  type PixelOrder = 'cam' | 'random' | 'reversed';

  /** Scores after each step, from nothing changed to everything: [steps + 1]. */
  type Curves = Record<CurveScore, Record<PixelOrder, number[]>>;

  interface ViewCurves {
    viewId: string;
    caseId: string;
    label: string;
    decidedClass: string;
    /** Pixels that are taken away, of how many in the view as the network sees it. */
    removed: number;
    pixels: number;
    deletion: Curves;
    insertion: Curves;
  }

  interface Pointing {
    views: number;
    /** Views with findings that could not be read. */
    leftOut: number;
    /** Shown named units that had no finding of their category in the view, or are named as normal tissue: not counted. */
    notCounted: number;
    tolerance: { mm: number } | { pixels: number };
    rows: PointingRow[];
    units: (PointingRow & { unit: UnitId; categories: BiradsCategory[] })[];
    trials: PointingTrial[];
  }

  interface PointingRow {
    /** What the row is about, e.g. `CAM of the decided class`. */
    name: string;
    trials: number;
    cases: number;
    hits: number;
    /** Share of hits with Wilson's 95 % interval, which takes trials for independent. */
    rate: Estimate;
    /** Mean share of positions that would have hit. */
    chance: number;
    /** Hit or miss less chance, mean over trials. */
    gain: Estimate;
    energy: Estimate;
    area: number;
    energyGain: Estimate;
  }

  /** Where the largest value of one map lies, and how much of the map lies in the outlines that count for it. */
  interface PointingTrial {
    viewId: string;
    caseId: string;
    /** Which map: a named unit's, or of the decided class. */
    map: 'cam' | 'probability' | UnitId;
    /** Whether the view is decided for the class of its worst finding. */
    decidedRight: boolean;
    hit: boolean;
    /** Share of the positions looked at that would have hit. */
    chance: number;
    /** Share of the map's positive values that lies in the outlines, and the outlines' share of the area. */
    energy: number;
    area: number;
  }

  interface MinedUnit {
    unit: UnitId;
    /** By class name: its weight in the linear layer, where it is the last layer's, and its places in the ranking, also where it was not chosen. */
    weights?: Record<string, number>;
    influence?: Record<string, InfluenceCount>;
    /** Over all hold-out patches. Absent, as the two above, in results that were made before they were kept. */
    activations?: ActivationCounts;
    /** Places where the unit was chosen: class and 1-based rank. */
    ranks: { className: string; rank: number; topEightCount: number; summedInfluence: number }[];
    /** Largest activation on the hold-out set, and the threshold of the masks (absolute activation). */
    maxActivation: number;
    maskThreshold: number;
    /** Where the cells of its maps lie over a patch, in shares of the patch's side. Absent: the cells tile the patch. */
    placement?: GridPlacement;
    patches: TopPatch[];
  }

  /** How often a unit was among the most influential ones for a class. */
  interface InfluenceCount {
    /** Images on which it took one of the top places (paper: eight), of how many. */
    topCount: number;
    images: number;
    /** Sum of its influences on those where it took one. */
    summedInfluence: number;
  }

  /** How strongly a unit answers to patches of each label: its largest activation on a patch, counted in bins of equal width. */
  interface ActivationCounts {
    /** [bins + 1] rising; the last bin holds its upper edge too. */
    edges: number[];
    /** [bins] patches by label: class name, or `ambiguous`. */
    counts: Record<string, number[]>;
  }

  /** One of a unit's top patches. Rectangles are in view pixels. */
  interface TopPatch {
    viewId: string;
    /** The patch's square in the view. */
    x: number;
    y: number;
    size: number;
    /** Label of the patch (class name), or `ambiguous`. */
    label: string;
    /** Largest activation of the unit on this patch, and the feature-map cell where it is. */
    activation: number;
    column: number;
    row: number;
    /** Receptive field of that cell in view pixels; may reach beyond the view. */
    field: { x: number; y: number; width: number; height: number };
    /** The unit's activation map on this patch. */
    map: Grid8;
    /** Plain thumbnail, path relative to the mining folder. */
    thumbnail: string;
  }

  /** A mined unit in a list. */
  interface ListedUnit extends Pick<MinedUnit, 'unit' | 'ranks' | 'maxActivation' | 'maskThreshold'>, UnitNaming {
    patches: number;
    /** Its strongest patch: a picture relative to the mining folder, and what is known of it. */
    strongest?: { thumbnail: string; label: string; viewId: string };
  }

  /** What a unit is called, and by whom. */
  interface UnitNaming {
    annotations: UnitAnnotation[];
    /** Experts who looked at it and recognized nothing. */
    unrecognized: string[];
    /** Absent: its mining result has not been dissected. */
    concepts?: MeasuredConcepts;
  }

  /** One expert's words for a unit. */
  interface UnitAnnotation {
    expert: string;
    phenomena: Phenomenon[];
  }

  /** Concepts that a unit answers to, measured without a person (Network Dissection). */
  interface MeasuredConcepts {
    /** Best first; empty where the unit was not probed. */
    found: UnitConcept[];
    /** The IoU from which a unit counts as a detector of a concept. */
    bar: number;
    /** Hold-out views that were counted. */
    views: number;
  }

  /** A row of the table of units (paper, Figure 3). */
  interface UnitTableRow {
    unit: UnitId;
    /** Class and rank of its first place. */
    className: string;
    rank: number;
    /** BI-RADS categories of its annotations; empty where none was given. */
    categories: string[];
    /** What experts call it. */
    annotations: { words: string; association: string; expert: string }[];
    /** The best measured concept, where it reaches the bar. */
    concept?: UnitConcept;
  }

  interface SimilarViews {
    version: 1;
    query: { viewId: string; caseId: string; label?: string };
    /** The class whose influences are compared, and whether it was decided for the query or asked for. */
    className: string;
    decided: boolean;
    /** How many most influential units of a view count as such (mining.topPerImage). */
    topUnits: number;
    /** Nearest first. */
    views: SimilarView[];
    /** Hold-out views that were compared. */
    compared: number;
    /** Whether other views of the query's case were among them. */
    sameCase: boolean;
    /** What experts call the shared units. */
    names: Record<UnitId, UnitAnnotation[]>;
    /** By view id; only where asked for. */
    pictures?: Record<string, PicturedView>;
    source: { run: string; network: string; mining: string };
    notice: string;
  }

  interface SimilarView {
    viewId: string;
    caseId: string;
    /** Class of its worst finding; absent where the data set does not hold the view any more. */
    label?: string;
    /** Euclidean distance of the influences of all units, in logits; what the views are ordered by. */
    distance: number;
    /** Cosine of the angle between them, -1..1: whether the pattern is the same, however strong. */
    cosine: number;
    /** By the smaller of the two influences, largest first. */
    shared: SharedUnit[];
  }

  /** A unit among the most influential ones of both views, with its influence on each. */
  interface SharedUnit {
    unit: UnitId;
    onQuery: number;
    onView: number;
  }

  /** A view as it is shown: its size in its own pixels, a small picture, its true outlines. */
  type PicturedView = Pick<ViewCard, 'viewId' | 'width' | 'height' | 'outlines'> & {
    /** data:image/jpeg;base64,… */
    picture: string;
  };

  /** A view as pages show it: a preview picture and its findings. */
  interface ViewCard {
    viewId: string;
    caseId: string;
    laterality?: 'LEFT' | 'RIGHT';
    projection?: 'CC' | 'MLO';
    /** Full size in view pixels. */
    width: number;
    height: number;
    /** Preview picture, path relative to the mining folder. */
    preview: string;
    label: string;
    /** Closed polygons in view pixels with the class they belong to. */
    outlines: { points: number[]; className: string }[];
  }

  /** Every choice that a study was made by, defaults filled in. */
  interface StudyChoices {
    seed: number;
    /** Cases asked for, an even number: half of them benign, half malignant. */
    cases: number;
    /** Annotated units that are told of a case (paper: 3). */
    units: number;
    /** The class on which influence is taken: the one the network decides for, or malignant for every case, as the published code did. */
    explained: 'decided' | 'malignant';
    /** What is drawn: patients with one view each, so that cases are independent, or any views, as the published study did. */
    draw: 'case' | 'view';
    /** Conditions in the order they are read; both: the paired mode, every case once in each, words alone first. */
    conditions: StudyCondition[];
    /** Whether a reader may go back and change a call. */
    goBack: boolean;
  }

  /** What of a case is shown: the words alone, or the words with the view and where each unit responds in it. */
  type StudyCondition = 'words' | 'picture';

  interface CreatedStudy {
    plan: StudyPlan;
    /** Folder of the study, which readers may be given. */
    dir: string;
    /** File of its key, which they may not. */
    keyFile: string;
    /** What one reader's answers can show. */
    power: StudyPower;
  }

  /** `plan.json`: what readers may see, and every choice made. */
  interface StudyPlan {
    version: typeof STUDY_VERSION;
    /** SHA-256 of the plan without this field: answers and key name it, so that an edited plan is noticed. */
    hash: string;
    name: string;
    /** ISO 8601, UTC. */
    created: string;
    choices: StudyChoices;
    source: StudySource;
    /** Eligible cases (or views) per call that the draw was made from, and those left out, with why. */
    eligible: Record<StudyCall, number>;
    leftOut: { reason: string; count: number }[];
    /** SHA-256 of the key file's bytes. */
    key: string;
    cases: StudyCase[];
    notice: string;
  }

  const STUDY_VERSION: 1;

  interface StudySource {
    run: string;
    architecture?: string;
    /** Content hashes of network and mining result. */
    network: string;
    mining: string;
    checkpoint: string;
    /** Whose words are shown. */
    experts: string[];
  }

  /** What a reader calls a case. */
  type StudyCall = 'benign' | 'malignant';

  /** A case as it is shown: nothing in it tells its truth. */
  interface StudyCase {
    /** `case_001` …, numbered after shuffling: neither the number nor the order tells the class. */
    id: string;
    /** Most influential first. `words`: every name that experts gave the unit, each once. */
    units: { unit: UnitId; words: string[] }[];
    /** File in the study's folder with a StudyPicture; only where a condition shows pictures. */
    picture?: string;
  }

  /** What a number of answers can show at a one-sided level of 0.05. */
  interface StudyPower {
    rows: {
      /** Answers. */
      n: number;
      /** Fewest right answers with p <= 0.05; null where not even all right would do. */
      needed: number | null;
      /** Power at each of `accuracies`, 0..1. */
      power: number[];
    }[];
    /** True shares of right answers, e.g. [0.55, 0.6, 0.65, 0.7, 0.8]. */
    accuracies: number[];
  }

  /** A study in a list. */
  interface StudyListing {
    name: string;
    created: string;
    cases: number;
    conditions: StudyCondition[];
    run: string;
    /** Readers so far, and how many calls each has made of how many. */
    readers: { reader: string; answered: number; of: number }[];
    /** Whether its key is there, which scoring needs. */
    key: boolean;
  }

  /** `application/vnd.deepminer.study+json`: what a study came to. */
  interface StudyScore {
    version: typeof STUDY_VERSION;
    name: string;
    /** Hash of the plan; null: a study of other files (responses and key as CSV). */
    study: string | null;
    choices: StudyChoices | null;
    source: StudySource | null;
    /** Every reader under every condition, then (with several readers) the pooled ones. */
    figures: StudyFigures[];
    /** Every reader, then pooled; empty unless both conditions were read. */
    paired: PairedFigures[];
    /** Agreement of readers beyond chance per condition: Fleiss' kappa of all, Cohen's of every two. */
    agreement: { condition: StudyCondition; all: (Kappa & { readers: number }) | null; pairs: (Kappa & { readers: [string, string] })[] }[];
    /** Per case: what the readers said, for looking at single cases once all is read. */
    cases: ScoredCase[];
    /** Power of the test for the study's n, so that a null result is read rightly. */
    power: StudyPower;
    /** Conflicts, damaged lines, readers who stopped half way, edited files: in words. */
    warnings: string[];
    notice: string;
  }

  /** What one reader, or all together, came to under one condition. */
  interface StudyFigures {
    /** null: all readers pooled. */
    reader: string | null;
    condition: StudyCondition;
    /** Cases of the plan under this condition (times readers when pooled); unanswered ones are counted nowhere else. */
    asked: number;
    answered: number;
    accuracy: ShareWithInterval;
    /** Exact one-sided binomial p of at least as many right by guessing (0.5). Of pooled answers it takes answers for independent. null without answers. */
    p: number | null;
    /** [truth][call] */
    confusion: Record<StudyCall, Record<StudyCall, number>>;
    /** Of malignant and of benign cases. */
    sensitivity: ShareWithInterval;
    specificity: ShareWithInterval;
    /** From signed confidence (malignant +1…+5, benign -1…-5); absent where one class has no answer, or confidences were not asked. */
    roc?: { fpr: number[]; tpr: number[]; auc: number; low: number; high: number };
    /** Median seconds of timed answers; null where none was timed. */
    medianSeconds: number | null;
    timed: number;
    byFindingType: { type: string; accuracy: ShareWithInterval }[];
    /** Cases that the network decided rightly, and wrongly. */
    byNetwork: { right: ShareWithInterval; wrong: ShareWithInterval } | null;
  }

  /** Exact (Clopper-Pearson) 95 % interval of a share. */
  interface ShareWithInterval {
    right: number;
    of: number;
    /** null where `of` is 0. */
    share: number | null;
    low: number | null;
    high: number | null;
  }

  /** Words alone against words with picture on the cases that were answered in both. */
  interface PairedFigures {
    /** null: all readers pooled. */
    reader: string | null;
    both: number;
    /** Right in both, with words alone only, with the picture only, in neither. */
    bothRight: number;
    wordsOnly: number;
    pictureOnly: number;
    neither: number;
    /** Exact two-sided McNemar test; null without pairs. */
    p: number | null;
  }

  interface Kappa {
    /** 1: perfect agreement; 0: as chance would have it; null: undefined, for the reason that stands beside it. */
    kappa: number | null;
    reason?: NoKappa;
    /** 95 %, and the resamples it rests on; null where kappa is, or where no resample had one. */
    interval: { low: number; high: number; draws: number } | null;
    /** Units that counted. */
    units: number;
    /** Share of agreeing pairs of answers, and the share expected by chance; null without units. */
    observed: number | null;
    expected: number | null;
  }

  /** Agreement beyond chance as results carry it; how it is computed stands in src/statistics/kappa.ts. */

  /** Why there is no kappa: fewer than two units can be compared; or all answers are alike, so that chance would agree as well. */
  type NoKappa = 'tooFewUnits' | 'oneCategory';

  interface ScoredCase {
    id: string;
    truth: StudyCall;
    words: string[][];
    viewId?: string;
    findingTypes: string[];
    keywords: string[];
    decidedClass?: string;
    networkRight?: boolean;
    answers: { reader: string; condition: StudyCondition; call: StudyCall; confidence: StudyConfidence | null; right: boolean }[];
  }

  /** How sure: 1 guessing … 5 certain. */
  type StudyConfidence = 1 | 2 | 3 | 4 | 5;
}
