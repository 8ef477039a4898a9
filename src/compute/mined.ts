/** A run's newest mining result that belongs to its network, or a message that says to mine. */
import path from 'node:path';
import { latestMining, readManifest, readMinedUnit, readMinedUnits, readViewCards } from '../mining/folder';
import type { MinedUnit, MiningManifest, ViewCard } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { UnitId } from '../protocol/unit';
import type { OpenRun } from './workspace';

export interface OpenMining {
  dir: string;
  manifest: MiningManifest;
  unit(id: UnitId): Promise<{ unit: MinedUnit; views: Record<string, ViewCard> }>;
  /** The survey's units with the class and rank of their first place. */
  placed(): Promise<{ unit: UnitId; className: string; rank: number }[]>;
}

export async function openMining(run: OpenRun): Promise<OpenMining> {
  const dir = await latestMining(run.dir, run.network);
  if (!dir)
    throw new ProblemError({
      code: 'mining.missing',
      file: path.join(run.dir, 'mining'),
      found: `no mining result of the network of ${run.run}`,
      expected: 'its mined units',
      remedy: 'Mine them with "deepminer mine" (command DeepMiner: Mine Units).',
    });
  const manifest = await readManifest(dir);
  return {
    dir,
    manifest,
    async unit(id) {
      const unit = await readMinedUnit(dir, id);
      const cards = await readViewCards(dir);
      const views = Object.fromEntries(unit.patches.map((p) => [p.viewId, cards[p.viewId]]));
      return { unit, views };
    },
    async placed() {
      const units = await readMinedUnits(dir);
      return manifest.units.map((id) => ({ unit: id, className: units[id].ranks[0].className, rank: units[id].ranks[0].rank }));
    },
  };
}
