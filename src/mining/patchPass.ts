/** The one pass over all hold-out patches: tables of maxima, top patches of every unit, and what mask thresholds need. */
import path from 'node:path';
import type { Classifier } from '../network/graph';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import type { Task } from '../protocol/task';
import { type DecisionRule, decidedClass } from './decide';
import type { PatchNetwork } from './forward';
import { ActivationHistogram } from './histogram';
import { mapMaxima } from './influence';
import { NpyFile } from './npy';
import { patchStream } from './patchStream';
import type { UnitRanking } from './ranking';
import { TopPatches } from './topPatches';

export interface PatchPass {
  top: TopPatches;
  /** [units] largest activation over all patches */
  maxActivation: Float32Array;
  /** Only when the mask rule asks for a quantile. */
  histogram?: ActivationHistogram;
  /** Size of a patch's map in cells. */
  mapWidth: number;
  mapHeight: number;
}

/** Names of the tables in a mining folder: [patches, units], a row per patch of the store. */
export const tables = { maxima: 'activations.maxima.npy', cells: 'activations.argmax.npy' } as const;

/**
 * Runs every patch once. Writes each unit's largest activation and its cell (row x map width + column) into `dir`; memory grows with
 * units x kept patches. With `ranking`, patches are also the images that units are
 * ranked on; with `decide`, each for the class alone that it is decided for.
 */
export async function minePatches(
  network: PatchNetwork,
  {
    classifier,
    weight,
    store,
    config,
    dir,
    ranking,
    decide,
    task,
  }: {
    classifier: Classifier;
    weight: Float32Array;
    store: PatchStore;
    config: Config;
    dir: string;
    ranking?: UnitRanking;
    decide?: DecisionRule;
    task: Task;
  },
): Promise<PatchPass> {
  const { units } = classifier;
  const { patchesPerUnit, patchesPerView, mask } = config.mining;
  const classes = config.classes.length;
  const top = new TopPatches({ units, keep: patchesPerUnit, perView: patchesPerView });
  const maxActivation = new Float32Array(units).fill(-Infinity);
  const histogram = mask.rule === 'quantile' ? new ActivationHistogram(units) : undefined;
  const viewNumbers = numberViews(store);
  const shape = [store.patches.length, units];
  const maximaTable = await NpyFile.create(path.join(dir, tables.maxima), 'float32', shape);
  const cellTable = await NpyFile.create(path.join(dir, tables.cells), 'int32', shape);
  let mapWidth = 0;
  let mapHeight = 0;
  try {
    for await (const batch of patchStream(network, store, [...store.patches.keys()], task, 'mine: patches')) {
      ({ width: mapWidth, height: mapHeight } = batch);
      const count = mapWidth * mapHeight;
      const maxima = new Float32Array(batch.images * units);
      const cells = new Int32Array(batch.images * units);
      mapMaxima(batch.features, count, maxima, cells);
      for (const [i, patch] of batch.patches.entries()) {
        const row = i * units;
        histogram?.add(batch.features.subarray(row * count), count);
        for (let u = 0; u < units; u++) {
          const activation = maxima[row + u];
          if (activation > maxActivation[u]) maxActivation[u] = activation;
          top.add(u, patch, viewNumbers[patch], activation, cells[row + u]);
        }
        if (ranking) {
          const logits = batch.logits.subarray(i * classes, (i + 1) * classes);
          const decided = decide && decidedClass(logits, classes, 1, decide);
          ranking.add(maxima.subarray(row, row + units), weight, decided);
        }
      }
      await maximaTable.append(maxima);
      await cellTable.append(cells);
    }
    await maximaTable.finish();
    await cellTable.finish();
  } catch (error) {
    await maximaTable.discard();
    await cellTable.discard();
    throw error;
  }
  return { top, maxActivation, histogram, mapWidth, mapHeight };
}

/** For each patch the number of its view, in the order views appear. */
function numberViews(store: PatchStore): number[] {
  const numbers = new Map<string, number>();
  return store.patches.map(({ viewId }) => {
    const number = numbers.get(viewId) ?? numbers.size;
    numbers.set(viewId, number);
    return number;
  });
}
