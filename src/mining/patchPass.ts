/** The one pass over the hold-out patches: tables of maxima, top patches of every unit, and what mask thresholds need. */
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import type { Task } from '../protocol/task';
import { type DecisionRule, decidedClass } from './decide';
import type { PatchNetwork } from './forward';
import type { Gathering } from './gathering';
import { mapMaxima } from './influence';
import type { MinedLayer } from './minedLayer';
import type { NpyTable } from './npy';
import { patchStream } from './patchStream';

export interface PatchPassRequest {
  mined: MinedLayer;
  store: PatchStore;
  /** Patches of this part, by their place in the store; those done before are passed over. */
  range: { from: number; to: number };
  /** Number of the view of each patch of the store. */
  viewOf: ArrayLike<number>;
  config: Config;
  /** [patches, units] largest activations and their cells, filled on. */
  maximaTable: NpyTable;
  cellTable: NpyTable;
  decide?: DecisionRule;
  /** Told after every batch. */
  kept: () => Promise<void>;
  task: Task;
}

/**
 * Runs every patch of the part once. With mining.rankOn `patches` these are also the images that units are ranked on; with `decide`, each
 * for the class alone that it is decided for.
 */
export async function minePatches(network: PatchNetwork, gathering: Gathering, request: PatchPassRequest): Promise<void> {
  const { mined, store, range, viewOf, config, maximaTable, cellTable, decide, kept, task } = request;
  const { units } = mined;
  const { top, histogram, highest, lowest } = gathering;
  const classes = config.classes.length;
  const rank = config.mining.rankOn === 'patches';
  const first = range.from + gathering.patchesDone;
  const indices = Array.from({ length: range.to - first }, (_, i) => first + i);
  for await (const batch of patchStream(network, store, indices, task, 'mine: patches')) {
    const count = batch.width * batch.height;
    const maxima = new Float32Array(batch.images * units);
    const cells = new Int32Array(batch.images * units);
    const nameOf = (image: number) => `patch ${batch.patches[image]} of view ${store.patches[batch.patches[image]].viewId}`;
    mapMaxima(batch.features, count, maxima, cells, undefined, { units, image: nameOf });
    for (const [i, patch] of batch.patches.entries()) {
      const row = i * units;
      histogram?.add(batch.features.subarray(row * count), count);
      for (let u = 0; u < units; u++) {
        const activation = maxima[row + u];
        if (activation > highest[u]) highest[u] = activation;
        if (activation < lowest[u]) lowest[u] = activation;
        top.add(u, patch, viewOf[patch], activation, cells[row + u]);
      }
      if (rank) {
        const logits = batch.logits.subarray(i * classes, (i + 1) * classes);
        const decided = decide && decidedClass(logits, classes, decide);
        const weight = mined.weight ?? batch.weights!.subarray(i * classes * units, (i + 1) * classes * units);
        gathering.ranking.add(maxima.subarray(row, row + units), weight, decided);
      }
    }
    await maximaTable.append(maxima);
    await cellTable.append(cells);
    gathering.patchesDone += batch.images;
    [gathering.mapWidth, gathering.mapHeight] = [batch.width, batch.height];
    await kept();
  }
}

/** For each patch the number of its view, in the order views appear. */
export function numberViews(store: PatchStore): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(store.patches, ({ viewId }) => {
    const number = numbers.get(viewId) ?? numbers.size;
    numbers.set(viewId, number);
    return number;
  });
}
