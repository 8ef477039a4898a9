/**
 * The reader study (paper, last experiment): from the words for the most influential units alone, a reader says benign or malignant. The plan is what
 * readers may see; the key is another file, which nothing that serves a page opens.
 */
import type { Grid8, GridPlacement } from './grid';
import type { Kappa } from './kappa';
import type { UnitId } from './unit';

export const STUDY_VERSION = 1;

/** What a reader calls a case. */
export type StudyCall = 'benign' | 'malignant';
export const STUDY_CALLS: readonly StudyCall[] = ['benign', 'malignant'];

/** How sure: 1 guessing … 5 certain. */
export type StudyConfidence = 1 | 2 | 3 | 4 | 5;

/** What of a case is shown: the words alone, or the words with the view and where each unit responds in it. */
export type StudyCondition = 'words' | 'picture';

/** Every choice that a study was made by, defaults filled in. */
export interface StudyChoices {
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

/** A case as it is shown: nothing in it tells its truth. */
export interface StudyCase {
  /** `case_001` …, numbered after shuffling: neither the number nor the order tells the class. */
  id: string;
  /** Most influential first. `words`: every name that experts gave the unit, each once. */
  units: { unit: UnitId; words: string[] }[];
  /** File in the study's folder with a StudyPicture; only where a condition shows pictures. */
  picture?: string;
}

/** What the picture condition shows of a case. */
export interface StudyPicture {
  /** data:image/jpeg;base64,… and its size; `width` and `height`: the view in its own pixels. */
  view: { width: number; height: number; picture: string; pictureWidth: number; pictureHeight: number };
  placement: GridPlacement;
  /** As in the case's units; a unit's mask is where its map, interpolated, is above the threshold. */
  units: { map: Grid8; maskThreshold: number }[];
}

export interface StudySource {
  run: string;
  architecture?: string;
  /** Content hashes of network and mining result. */
  network: string;
  mining: string;
  checkpoint: string;
  /** Whose words are shown. */
  experts: string[];
}

/** `plan.json`: what readers may see, and every choice made. */
export interface StudyPlan {
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

export interface StudyTruth {
  truth: StudyCall;
  viewId: string;
  caseId: string;
  /** Kinds of the findings of that pathology, e.g. ['mass', 'calcification'], and their keywords. */
  findingTypes: string[];
  keywords: string[];
  /** What the network decides for, and whether that is the truth. */
  decidedClass: string;
  networkRight: boolean;
  scores: Record<string, number>;
}

/** The key of a study, kept apart from its plan. */
export interface StudyKey {
  version: typeof STUDY_VERSION;
  /** Name of the study. Its plan names this file by hash, so the key cannot name the plan's. */
  study: string;
  /** By case id. */
  cases: Record<string, StudyTruth>;
}

/** A reader's call on a case under a condition, as it is logged. */
export interface StudyAnswer {
  /** Hash of the plan. */
  study: string;
  case: string;
  condition: StudyCondition;
  reader: string;
  call: StudyCall;
  confidence: StudyConfidence;
  /** Seconds the case was looked at, pauses not counted; 0: not timed (a paper sheet). */
  seconds: number;
  /** ISO 8601, UTC. */
  at: string;
  /** Checksum of its line in the log, given when it is kept. */
  id?: string;
  /** Ids of the reader's earlier calls on the same case and condition that were in sight; only where going back is allowed. */
  replaces?: string[];
}

/** A study in a list. */
export interface StudyListing {
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

/** One thing to be read, in a reader's own order. */
export interface StudyItem {
  case: string;
  condition: StudyCondition;
}

/** What the reader's page is given: no unit ids, no views, no truth. */
export interface StudyState {
  name: string;
  study: string;
  reader: string;
  /** The reader's own order: cases shuffled per reader and condition, conditions in the plan's order. */
  items: StudyItem[];
  /** Words of each case, one list a unit, most influential first. */
  cases: Record<string, string[][]>;
  /** The reader's standing answers so far. */
  answers: StudyAnswer[];
  goBack: boolean;
  /** Conflicts and damage that the reader should know of, in words. */
  problems: string[];
}

/** Exact (Clopper-Pearson) 95 % interval of a share. */
export interface ShareWithInterval {
  right: number;
  of: number;
  /** null where `of` is 0. */
  share: number | null;
  low: number | null;
  high: number | null;
}

/** What one reader, or all together, came to under one condition. */
export interface StudyFigures {
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

/** Words alone against words with picture on the cases that were answered in both. */
export interface PairedFigures {
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

/** `application/vnd.deepminer.study+json`: what a study came to. */
export interface StudyScore {
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

export interface ScoredCase {
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

/** What a number of answers can show at a one-sided level of 0.05. */
export interface StudyPower {
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

export const STUDY_MIME = 'application/vnd.deepminer.study+json';
