/** A run's newest mining result that belongs to its network, or a message that says to mine. */
import path from 'node:path';
import { finishedResults, latestMining, readManifest, readMinedUnit, readMinedUnits, readViewCards } from '../mining/folder';
import { patchAddress } from '../patches/address';
import type { MinedUnit, MiningManifest, ViewCard } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { UnitId } from '../protocol/unit';
import { type OpenData, type OpenRun, viewsOf } from './workspace';

export interface OpenMining {
  dir: string;
  manifest: MiningManifest;
  unit(id: UnitId): Promise<{ unit: MinedUnit; views: Record<string, ViewCard> }>;
  /** The survey's units with the class and rank of their first place. */
  placed(): Promise<{ unit: UnitId; className: string; rank: number }[]>;
}

/**
 * The run's newest mining result of its network, of its last layer or the one named. Throws ProblemError that names what is there instead when it has none, or, given the data
 * set, when the result is of another one.
 */
export async function openMining(run: OpenRun, data?: OpenData, layer: string | null = null): Promise<OpenMining> {
  const dir = await latestMining(run.dir, run.network, layer);
  if (!dir) throw await noMining(run);
  const manifest = await readManifest(dir);
  if (data) await requireSameData(dir, manifest, run, data);
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

/** A result of another checkpoint is named, never taken for this one's. */
async function noMining({ run, dir, network, checkpoint }: OpenRun): Promise<ProblemError> {
  const others = await finishedResults(dir);
  const named = others.map(
    ({ dir: at, manifest }) => `${path.basename(at)} of ${manifest.checkpoint} (network ${manifest.network.slice(0, 12)})`,
  );
  return new ProblemError({
    code: others.length > 0 ? 'mining.otherNetwork' : 'mining.missing',
    file: path.join(dir, 'mining'),
    found: others.length > 0 ? `mining results of other networks alone: ${named.join(', ')}` : `no mining result of the network of ${run}`,
    expected: `the mined units of ${path.basename(checkpoint)} (network ${network.slice(0, 12)})`,
    remedy: 'Mine it with "deepminer mine" (command DeepMiner: Mine Units).',
  });
}

async function requireSameData(dir: string, manifest: MiningManifest, run: OpenRun, data: OpenData): Promise<void> {
  const views = viewsOf(data, 'holdout');
  const address = await patchAddress(views, 'holdout', run.config.config);
  if (manifest.data === undefined || manifest.data === address) return;
  throw new ProblemError({
    code: 'mining.otherData',
    file: path.join(dir, 'manifest.json'),
    found: `units mined on other data (${manifest.views} hold-out views, patches ${manifest.data.slice(0, 12)})`,
    expected: `the ${views.length} hold-out views that ${data.project.dir} has now (patches ${address.slice(0, 12)})`,
    remedy: 'Mine again with "deepminer mine" (command DeepMiner: Mine Units), or bring back the data that they were mined on.',
  });
}
