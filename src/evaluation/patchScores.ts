/** The forward passes of an evaluation: every patch of the part once, its class probabilities kept. */
import type { PatchInputs } from '../auxiliary/caseFeatures';
import { openPatchNetwork } from '../mining/forward';
import { patchStream } from '../mining/patchStream';
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import type { PatchStore } from '../patches/patch';
import { contentHash } from '../project/files';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';

export interface ScoreRequest {
  classifier: Classifier;
  /** Patches of the part, ambiguous ones included: they have a part in the score of their view. */
  store: PatchStore;
  classes: readonly string[];
  /** What a network with features beside the image is told of each patch's case; absent: nothing. */
  inputs?: PatchInputs;
  task: Task;
  session?: SessionOptions;
}

/**
 * Softmax probabilities [patches, classes] in the order of the store. Memory holds two batches of pixels. Throws ProblemError when a logit
 * is not a number, naming the view. Stops within one batch on abort.
 */
export async function scorePatches({ classifier, store, classes, inputs, task, session }: ScoreRequest): Promise<Float64Array> {
  const network = await openPatchNetwork(classifier, session);
  const width = classes.length;
  const probabilities = new Float64Array(store.patches.length * width);
  let at = 0;
  try {
    for await (const { patches, images, logits } of patchStream(network, store, [...store.patches.keys()], task, 'evaluate', inputs))
      for (let i = 0; i < images; i++, at += width)
        probabilities.set(softmax(logits.subarray(i * width, (i + 1) * width), store.patches[patches[i]].viewId), at);
  } finally {
    await network.release();
  }
  return probabilities;
}

/** Content address of scores: network, patches, and what it is told beside them. */
export function scoresAddress(network: string, { store, inputs }: Pick<ScoreRequest, 'store' | 'inputs'>): string {
  const told = inputs?.(store, [...store.patches.keys()]);
  const beside = told && Object.entries(told).map(([name, { dims, data }]) => [name, dims, Array.from(data, Number)]);
  return contentHash({ network, patches: store.hash, beside });
}

/** Probabilities of one image's logits. Throws ProblemError when they are not numbers. */
export function softmax(logits: ArrayLike<number>, viewId?: string): Float64Array {
  const values = Float64Array.from(logits);
  const largest = Math.max(...values);
  if (!Number.isFinite(largest))
    throw new ProblemError({
      code: 'evaluation.logits.notFinite',
      found: `a logit that is not a finite number${viewId ? `, for a patch of ${viewId}` : ''}`,
      expected: 'finite logits',
      remedy: 'The network diverged or its file is damaged: evaluate an earlier checkpoint, or train with a smaller learning rate.',
    });
  const exponentials = values.map((v) => Math.exp(v - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((v) => v / sum);
}
