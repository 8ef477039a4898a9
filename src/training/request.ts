/** What a training is asked for, and what it gives back. */
import type { PatchInputs } from '../auxiliary/caseFeatures';
import type { Classifier } from '../network/graph';
import type { Device } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import type { EpochMetrics } from '../protocol/compute';
import type { Task } from '../protocol/task';

export interface TrainRequest {
  /** The network to start from; with `resume`, the run's last state takes its place. */
  classifier: Classifier;
  /** Patches without a class (ambiguous) are left out of both parts. */
  train: PatchStore;
  holdout: PatchStore;
  options: Config['training'];
  classes: readonly string[];
  /** What a network with features beside the image is told of each patch's case. */
  inputs?: PatchInputs;
  /** The run folder: checkpoints/, tensorboard/ and events.jsonl are written there. Nobody else trains in it. */
  dir: string;
  /** Go on from the last whole state, if there is one. */
  resume?: boolean;
  /** From here on this base learning rate, instead of the run's own or the selected one. */
  learningRate?: number;
  device?: Device;
  /** Threads of one operator; default: all cores. The same number gives the same bits. */
  threads?: number;
  task: Task;
  onEpoch?: (metrics: EpochMetrics) => void;
}

export interface TrainResult {
  /** The network of the last epoch. */
  classifier: Classifier;
  /** The epochs of this call; a resumed run's earlier ones stand in events.jsonl. */
  epochs: EpochMetrics[];
  /** Absolute path of the checkpoint that later steps use: the best epoch's with training.earlyStop, else the last one's. */
  checkpoint: string;
  /** The epoch with the best hold-out part. */
  bestEpoch: number;
  /** Whether training.earlyStop ended it before its time. */
  stoppedEarly: boolean;
}
