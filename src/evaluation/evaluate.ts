/** How well a classifier tells patches apart: AUC and both partial AUCs per class, with intervals (SPEC 5). */
import type { PatchInputs } from '../auxiliary/caseFeatures';
import { caseOfView } from '../dataset/viewId';
import { openPatchNetwork } from '../mining/forward';
import { patchStream } from '../mining/patchStream';
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import { AMBIGUOUS, type PatchStore } from '../patches/patch';
import type { Evaluation } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { evaluateClass } from './classEvaluation';

export interface EvaluationRequest {
  classifier: Classifier;
  /** Patches of the part; ambiguous ones are left out, they have no true class. */
  store: PatchStore;
  classes: readonly string[];
  part?: Evaluation['part'];
  /** What a network with features beside the image is told of each patch's case; absent: nothing. */
  inputs?: PatchInputs;
  task: Task;
  session?: SessionOptions;
}

/**
 * One-vs-rest evaluation on patches, scored by softmax probability. A class without positives or without negatives is reported as missing,
 * with the reason. Throws ProblemError when there is no labelled patch or a score is not a number. Stops within one batch on abort.
 */
export async function evaluate(request: EvaluationRequest): Promise<Omit<Evaluation, 'run' | 'checkpoint'>> {
  const { classifier, store, classes, part = 'test', task } = request;
  const labelled = [...store.patches.keys()].filter((i) => store.patches[i].label !== AMBIGUOUS);
  if (labelled.length === 0)
    throw new ProblemError({
      code: 'evaluation.empty',
      found: `no labelled patch in the ${part} part`,
      expected: 'at least one',
      remedy: `Enlarge the share of the ${part} part in deepminer.json (dataset.split) or add cases.`,
    });
  const labels = labelled.map((i) => store.patches[i].label);
  const cases = labelled.map((i) => caseOfView(store.patches[i].viewId));
  const probabilities = await score(request, labelled);
  const correct = labels.filter((label, i) => label === argmax(probabilities, i, classes.length)).length;
  return {
    part,
    patches: labelled.length,
    accuracy: correct / labelled.length,
    classes: Object.fromEntries(
      classes.map((name, k) => [
        name,
        evaluateClass(
          Float64Array.from(labels, (_, i) => probabilities[i * classes.length + k]),
          labels.map((label) => label === k),
          cases,
          { className: name, part },
        ),
      ]),
    ),
  };

  async function score({ session }: EvaluationRequest, indices: readonly number[]): Promise<Float64Array> {
    const network = await openPatchNetwork(classifier, session);
    const result = new Float64Array(indices.length * classes.length);
    let at = 0;
    try {
      for await (const { images, logits } of patchStream(network, store, indices, task, 'evaluate', request.inputs))
        for (let i = 0; i < images; i++) {
          result.set(softmax(logits.subarray(i * classes.length, (i + 1) * classes.length)), at);
          at += classes.length;
        }
    } finally {
      await network.release();
    }
    return result;
  }
}

/** Probabilities of one image's logits. Throws ProblemError when they are not numbers. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const largest = Math.max(...values);
  if (!Number.isFinite(largest))
    throw new ProblemError({
      code: 'evaluation.logits.notFinite',
      found: 'a logit that is not a finite number',
      expected: 'finite logits',
      remedy: 'The network diverged or its file is damaged: evaluate an earlier checkpoint, or train with a smaller learning rate.',
    });
  const exponentials = values.map((v) => Math.exp(v - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((v) => v / sum);
}

function argmax(values: Float64Array, row: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if (values[row * width + k] > values[row * width + best]) best = k;
  return best;
}
