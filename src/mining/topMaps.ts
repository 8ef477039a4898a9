/** Activation maps of the chosen units on their top patches: a second look at those few patches, so that the first pass keeps no maps. */
import type { PatchStore } from '../patches/patch';
import { encodeGrid, type Grid8 } from '../protocol/grid';
import type { Task } from '../protocol/task';
import type { UnitIndex } from '../protocol/unit';
import type { PatchNetwork } from './forward';
import { patchStream } from './patchStream';
import type { TopPatches } from './topPatches';

/** Maps by unit, then by patch index. */
export type TopMaps = Map<UnitIndex, Map<number, Grid8>>;

export async function mapTopPatches(
  network: PatchNetwork,
  { store, top, chosen, units, task }: { store: PatchStore; top: TopPatches; chosen: readonly UnitIndex[]; units: number; task: Task },
): Promise<TopMaps> {
  const wanted = new Map<number, UnitIndex[]>();
  for (const unit of chosen)
    for (const { patch } of top.of(unit)) {
      const list = wanted.get(patch);
      if (list) list.push(unit);
      else wanted.set(patch, [unit]);
    }
  const maps: TopMaps = new Map(chosen.map((unit) => [unit, new Map<number, Grid8>()]));
  const patches = [...wanted.keys()].sort((a, b) => a - b);
  for await (const batch of patchStream(network, store, patches, task, 'mine: maps')) {
    const cells = batch.width * batch.height;
    for (const [i, patch] of batch.patches.entries())
      for (const unit of wanted.get(patch) ?? []) {
        const start = (i * units + unit) * cells;
        maps.get(unit)?.set(patch, encodeGrid(batch.features.subarray(start, start + cells), batch.width, batch.height));
      }
  }
  return maps;
}
