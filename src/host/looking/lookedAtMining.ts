/** A mining result as its files have it: the newest of the network that a run is used with. */
import type { MinedUnit, MiningManifest, MiningRecord, ViewCard } from '../../protocol/mining';
import { ProblemError } from '../../protocol/problem';
import { usedEpoch } from '../../protocol/runFiles';
import type { UnitId } from '../../protocol/unit';
import { eventsOf, foundRuns, nothingThere } from './foundRuns';
import { jsonIfThere, type LookedAtFiles } from './lookedAtFiles';

export interface LookedAtMining {
  run: string;
  dir: string;
  manifest: MiningManifest;
  units: Record<UnitId, MinedUnit>;
  /** The views that top patches lie in. */
  views: Record<string, ViewCard>;
}

/** The result read last: its folder is named by its content, so that nothing in it changes. */
let latest: LookedAtMining | undefined;

/** Of the named run, or of the newest that has one; of the layer that the project mines. Throws ProblemError `mining.missing` when there is none. */
export async function lookedAtMining(files: LookedAtFiles, project: string, name?: string): Promise<LookedAtMining> {
  const runs = (await foundRuns(files, project)).filter(({ run }) => name === undefined || run === name).toReversed();
  const settings = await jsonIfThere<{ mining?: { layer?: unknown } }>(files, files.join(project, 'deepminer.json'));
  const layer = typeof settings?.mining?.layer === 'string' ? settings.mining.layer : undefined;
  for (const found of runs) {
    const network = usedEpoch(found.settings, await eventsOf(files, found.dir))?.network;
    const result = network === undefined ? undefined : await newestResult(files, found.dir, network, layer);
    if (result) return read(files, { run: found.run, ...result });
  }
  const wanted = 'mined units of the checkpoint that the run is used with';
  throw nothingThere(files.join(project, 'runs'), `no mining result of ${name ?? 'any run'}`, wanted, 'mining.missing');
}

/** One of its units. Throws ProblemError when it was not mined. */
export function minedUnit({ dir, units }: LookedAtMining, unit: UnitId): MinedUnit {
  if (Object.hasOwn(units, unit)) return units[unit];
  throw nothingThere(dir, `no unit ${unit}`, `one of the ${Object.keys(units).length} mined units`);
}

type Result = Pick<LookedAtMining, 'dir' | 'manifest'>;

async function newestResult(files: LookedAtFiles, runDir: string, network: string, layer?: string): Promise<Result | undefined> {
  const root = files.join(runDir, 'mining');
  const results = await Promise.all(
    (await files.names(root))
      .filter((name) => /^[0-9a-f]{16}$/.test(name))
      .sort()
      .map(async (name): Promise<(Result & { at: string })[]> => {
        const dir = files.join(root, name);
        const manifest = await jsonIfThere<MiningManifest>(files, files.join(dir, 'manifest.json'));
        if (typeof manifest?.network !== 'string' || !Array.isArray(manifest.units)) return [];
        const own =
          layer === undefined ? manifest.network === network : manifest.network.startsWith(network) && manifest.layerNames?.includes(layer);
        if (!own) return [];
        const made = await jsonIfThere<MiningRecord>(files, files.join(dir, 'made.json'));
        return [{ dir, manifest, at: String(made?.createdAt ?? '') }];
      }),
  );
  return results.flat().reduce<(Result & { at: string }) | undefined>((a, b) => (a === undefined || b.at > a.at ? b : a), undefined);
}

async function read(files: LookedAtFiles, { run, dir, manifest }: Result & { run: string }): Promise<LookedAtMining> {
  if (latest?.dir === dir && latest.manifest.hash === manifest.hash) return latest;
  const [units, views] = await Promise.all(
    ['units.json', 'views.json'].map(async (name) => {
      const file = files.join(dir, name);
      const content = await jsonIfThere<object>(files, file);
      if (typeof content === 'object' && content !== null) return content;
      throw new ProblemError({
        code: 'mining.unreadable',
        file,
        found: 'no file that can be read',
        expected: 'the mined units and their views',
        remedy: 'Restore it, or mine the units again.',
      });
    }),
  );
  latest = { run, dir, manifest, units: units as LookedAtMining['units'], views: views as LookedAtMining['views'] };
  return latest;
}
