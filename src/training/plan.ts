/** What follows from a request before the first step: which patches count, in which batches, with which weights. */
import os from 'node:os';
import { ProblemError } from '../protocol/problem';
import { checkDecidable } from './best';
import { classWeightsOf } from './classWeights';
import type { TrainRequest } from './request';

export interface Plan {
  /** Patches of the training part that have a class. */
  indices: readonly number[];
  holdoutIndices: readonly number[];
  batch: number;
  stepsPerEpoch: number;
  /** Per class; undefined when every patch counts the same. */
  classWeights: readonly number[] | undefined;
  threads: number;
}

/** Throws ProblemError when a part has no patch with a class, patches and network do not fit, or options do not fit the patches. */
export function planOf(request: TrainRequest): Plan {
  const { options, classes, train, holdout } = request;
  const indices = labelled('training', request);
  const holdoutIndices = labelled('hold-out', request);
  checkDecidable(
    options,
    holdoutIndices.map((i) => holdout.patches[i].label),
  );
  const batch = Math.min(options.batch, indices.length);
  const labels = indices.map((i) => train.patches[i].label);
  return {
    indices,
    holdoutIndices,
    batch,
    stepsPerEpoch: Math.ceil(indices.length / batch),
    classWeights: classWeightsOf(options.classWeights, classes, labels),
    threads: request.threads ?? (Number(process.env['DEEPMINER_THREADS']) || os.availableParallelism()),
  };
}

/** Indices of the patches of a part that have a class. */
function labelled(part: 'training' | 'hold-out', { classifier, classes, train, holdout }: TrainRequest): number[] {
  const store = part === 'training' ? train : holdout;
  const refuse = (found: string, expected: string, remedy: string): ProblemError =>
    new ProblemError({ code: 'training.patches', found, expected, remedy });
  if (store.size !== classifier.inputSize)
    throw refuse(
      `${part} patches of ${store.size} pixels`,
      `${classifier.inputSize} pixels, the network's input`,
      'Set patches.size to the network, or start from another network.',
    );
  if (classes.join('\n') !== classifier.classes.join('\n'))
    throw refuse(
      `the classes ${classes.join(', ')}`,
      `the network's: ${classifier.classes.join(', ')}`,
      'Correct classes or network.weights.',
    );
  const indices = [...store.patches.keys()].filter((i) => store.patches[i].label >= 0 && store.patches[i].label < classes.length);
  if (indices.length < (part === 'training' ? 2 : 1))
    throw refuse(
      `${indices.length} ${part} patches with a class`,
      part === 'training' ? 'at least two' : 'at least one',
      'Add cases, or enlarge that part in dataset.split.',
    );
  return indices;
}
