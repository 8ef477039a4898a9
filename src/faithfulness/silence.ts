/** A network with units silenced: the logits of one pass over patches, as they are and as they would be with whole maps at 0. */
import type { PatchInputs } from '../auxiliary/caseFeatures';
import { openPatchNetwork, type Response } from '../mining/forward';
import { patchStream } from '../mining/patchStream';
import { neutralInputs } from '../network/auxiliary';
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Task } from '../protocol/task';
import type { UnitIndex } from '../protocol/unit';
import { openSilencer } from './silencer';

export interface SilencedLogits {
  /** [patches, classes] of the whole network */
  intact: Float32Array;
  /** Per set of units [patches, classes] */
  silenced: Float32Array[];
}

export interface SilenceRequest {
  classifier: Classifier;
  store: PatchStore;
  /** Patches to run, by index in the store. */
  patches: readonly number[];
  /** Units that are silent together. */
  sets: readonly (readonly UnitIndex[])[];
  /** What a network with features beside the image is told of each patch's case; absent: nothing. */
  inputs?: PatchInputs;
  task: Task;
  session?: SessionOptions;
}

/**
 * Runs every patch once, whatever the number of sets: all of them are asked of the mean maps. One batch of maps is in memory; what is kept
 * grows with patches x sets x classes. Throws ProblemError as Silencer.run and the engine do. Stops within one batch on abort.
 */
export async function silenceUnits({ classifier, store, patches, sets, inputs, task, session }: SilenceRequest): Promise<SilencedLogits> {
  const classes = classifier.classes.length;
  const intact = new Float32Array(patches.length * classes);
  const silenced = sets.map(() => new Float32Array(patches.length * classes));
  const silencer = await openSilencer(classifier, sets, session);
  try {
    const network = await openPatchNetwork(classifier, session);
    try {
      let at = 0;
      for await (const batch of patchStream(network, store, patches, task, 'faithfulness: units', inputs)) {
        const { images, logits } = batch;
        const further = inputs?.(store, batch.patches) ?? neutralInputs(classifier, images);
        const asked = await silencer.run({ images, logits, pooled: meanMaps(batch, classifier.units), further });
        intact.set(asked.intact, at);
        for (const [s, values] of asked.silenced.entries()) silenced[s].set(values, at);
        at += images * classes;
      }
    } finally {
      await network.release();
    }
  } finally {
    await silencer.release();
  }
  return { intact, silenced };
}

/** [images, units] mean of every map. */
function meanMaps({ features, images, height, width }: Response, units: number): Float32Array {
  const cells = height * width;
  const means = new Float32Array(images * units);
  for (let map = 0; map < means.length; map++) {
    let sum = 0;
    for (let i = map * cells; i < (map + 1) * cells; i++) sum += features[i];
    means[map] = sum / cells;
  }
  return means;
}
