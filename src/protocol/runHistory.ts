/** A run from its beginning, for its page, and what its folder holds, for the Runs view. */
import type { EpochMetrics, RunSummary } from './compute';
import type { EvaluatedPart } from './evaluation';

/** The loss of one training step; `step` counts from the run's beginning. */
export interface StepLoss {
  epoch: number;
  step: number;
  loss: number;
}

/** A process took the run: for the first time, or to go on after `resumedFrom` epochs. */
export interface RunStart {
  /** ISO time; absent in older runs. */
  at?: string;
  device?: string;
  resumedFrom?: number;
}

/** A line of the run's log that a person should see. */
export interface RunLogLine {
  /** ISO time. */
  at: string;
  level: 'warn' | 'error';
  message: string;
}

/** A learning rate that was tried before training; without a loss it diverged. */
export interface TriedRate {
  learningRate: number;
  holdoutLoss?: number;
}

export interface RunHistory {
  summary: RunSummary;
  /** Settings of the run by their dotted names (`training.batch`), values as JSON writes them. */
  settings: Record<string, string>;
  /** Rising; an epoch that was trained again counts as it was trained last. */
  epochs: EpochMetrics[];
  /** Thinned to a few hundred, in order. */
  steps: StepLoss[];
  starts: RunStart[];
  tried: TriedRate[];
  /** The latest warnings and errors, oldest first; of a run in a terminal there is no log. */
  log: RunLogLine[];
  /** Absolute; absent where there is no log. */
  logFile?: string;
}

/** A checkpoint that is still there. */
export interface CheckpointFile {
  epoch: number;
  /** Absolute path of the network. */
  file: string;
  bytes: number;
  /** Its hold-out part was the best. */
  best: boolean;
  /** Later steps (evaluate, mine, explain) use it. */
  used: boolean;
  holdoutLoss?: number;
}

/** Figures that evaluate kept of a part. */
export interface RunEvaluation {
  part: EvaluatedPart;
  file: string;
  /** Area under the ROC curve of patches by class; absent where a class has none. */
  auc: Record<string, number | undefined>;
  /** It is of another network than the run uses by now. */
  outdated: boolean;
}

/** A finished mining result. */
export interface RunMining {
  hash: string;
  dir: string;
  /** File name of the checkpoint whose units were mined. */
  checkpoint: string;
  layer?: string;
  units: number;
  /** ISO time; absent where the result does not say. */
  createdAt?: string;
  /** It is of another network than the run uses by now. */
  outdated: boolean;
}

/** What a run's folder holds. */
export interface RunFiles {
  summary: RunSummary;
  /** Rising by epoch. */
  checkpoints: CheckpointFile[];
  evaluations: RunEvaluation[];
  /** Newest first. */
  minings: RunMining[];
  explanations: number;
  /** All files together; only where asked for. */
  bytes?: number;
}
