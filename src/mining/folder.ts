/**
 * A mining result on disk: <run>/mining/<first 16 digits of its hash>/ with manifest.json, units.json, views.json, the activation tables,
 * thumbnails/ and previews/. It gets that name when whole (workFolder.ts), so a folder of that name is a finished result. All of it follows
 * from network, data and options, to the byte; how and when it was made stands in made.json alone.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readJson } from '../project/files';
import type { MinedUnit, MiningManifest, MiningRecord, ViewCard } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { UnitId } from '../protocol/unit';
import { npyShape } from './npy';

const MADE_BY = 'deepminer mine';

/** Names of the activation tables: [patches, units], a row per patch of the store, and [ranked views, units]. */
export const tables = {
  maxima: 'activations.maxima.npy',
  cells: 'activations.argmax.npy',
  views: 'views.maxima.npy',
} as const;

/** The manifest of a finished result. Throws ProblemError when it is absent or no JSON, as the readers below do. */
export function readManifest(dir: string): Promise<MiningManifest> {
  return readJson(path.join(dir, 'manifest.json'), MADE_BY);
}

/** Every mined unit by its id. */
export function readMinedUnits(dir: string): Promise<Record<UnitId, MinedUnit>> {
  return readJson(path.join(dir, 'units.json'), MADE_BY);
}

/** One mined unit. Throws ProblemError when the unit is not among those chosen: a look-up never fails silently. */
export async function readMinedUnit(dir: string, unit: UnitId): Promise<MinedUnit> {
  const units = await readMinedUnits(dir);
  if (Object.hasOwn(units, unit)) return units[unit];
  throw new ProblemError({
    code: 'mining.unit.unknown',
    file: path.join(dir, 'units.json'),
    found: `no unit ${unit}`,
    expected: `one of the ${Object.keys(units).length} mined units`,
    remedy: 'Choose a unit of this mining result; results of other networks have other units.',
  });
}

/** How many units the mined layer has. Throws ProblemError when the table of activations is absent or damaged. */
export async function readUnitCount(dir: string): Promise<number> {
  const file = path.join(dir, tables.maxima);
  const shape = await npyShape(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ProblemError({
      code: 'mining.table.missing',
      file,
      found: 'no such file',
      expected: 'the table of activations, which says how many units the layer has',
      remedy: `Restore it, or delete its folder and run ${MADE_BY} again.`,
    });
  });
  return shape[1];
}

/** The views that top patches lie in, by view id. */
export function readViewCards(dir: string): Promise<Record<string, ViewCard>> {
  return readJson(path.join(dir, 'views.json'), MADE_BY);
}

/**
 * Folder of the run's newest mining result for the network with this hash; undefined when there is none. `layer` is one of the layer's names;
 * null: the last one.
 */
export async function latestMining(runDir: string, network: string, layer: string | null = null): Promise<string | undefined> {
  let latest: { dir: string; at: string } | undefined;
  for (const { dir, manifest } of await finishedResults(runDir)) {
    const own =
      layer === null ? manifest.network === network : manifest.network.startsWith(network) && manifest.layerNames?.includes(layer);
    if (!own) continue;
    const { createdAt: at } = await readJson<MiningRecord>(path.join(dir, 'made.json'), MADE_BY).catch(unknownTime);
    if (!latest || at > latest.at) latest = { dir, at };
  }
  return latest?.dir;
}

/** Every finished result of a run, of whatever network. */
export async function finishedResults(runDir: string): Promise<{ dir: string; manifest: MiningManifest }[]> {
  const root = path.join(runDir, 'mining');
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const results: { dir: string; manifest: MiningManifest }[] = [];
  for (const name of names.filter((n) => /^[0-9a-f]{16}$/.test(n)).sort()) {
    const dir = path.join(root, name);
    const manifest = await readManifest(dir).catch(passOver);
    if (manifest) results.push({ dir, manifest });
  }
  return results;
}

/** The finished result with exactly this hash, if there is one. */
export async function finishedResult(root: string, hash: string): Promise<MiningManifest | undefined> {
  const manifest = await readManifest(resultFolder(root, hash)).catch(passOver);
  return manifest?.hash === hash ? manifest : undefined;
}

/** Where the result with this hash lies, or will. */
export function resultFolder(root: string, hash: string): string {
  return path.join(root, hash.slice(0, 16));
}

/** A result without a readable manifest counts as absent: it is made anew. */
function passOver(error: unknown): undefined {
  if (error instanceof ProblemError) return undefined;
  throw error;
}

/** A result that does not say when it was made is older than any that does. */
function unknownTime(error: unknown): MiningRecord {
  if (error instanceof ProblemError) return { createdAt: '' };
  throw error;
}
