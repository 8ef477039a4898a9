/** A training under way: what was asked for and what follows from it, the trainer, and where everything is written down. */
import { neutralInputs } from '../network/auxiliary';
import type { Value } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Journal } from './journal';
import type { StateKeeper } from './keeper';
import type { Plan } from './plan';
import type { TrainingProgress } from './progress';
import type { TrainRequest } from './request';
import type { EpochRecord, StateOrigin } from './state';
import type { Trainer } from './step';

export interface TrainingRun {
  request: TrainRequest;
  plan: Plan;
  origin: StateOrigin;
  trainer: Trainer;
  keeper: StateKeeper;
  journal: Journal;
  progress: TrainingProgress;
  /** The epochs done; grows. */
  history: EpochRecord[];
}

/** The classifier's inputs beside the image, for these patches of a store. */
export function inputsOf(store: PatchStore, indices: readonly number[], { inputs, classifier }: TrainRequest): Record<string, Value> {
  return inputs?.(store, indices) ?? neutralInputs(classifier, indices.length);
}
