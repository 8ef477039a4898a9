/**
 * A mining result on disk: <run>/mining/<first 16 digits of its hash>/ with manifest.json, units.json, views.json, the activation tables,
 * thumbnails/ and previews/. It is filled under a temporary name and renamed when whole, so a folder of that name is a finished result.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { readJson, writeJson, writeProblem } from '../project/files';
import type { MinedUnit, MiningManifest, ViewCard } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { UnitId } from '../protocol/unit';

const MADE_BY = 'deepminer mine';

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

/** The views that top patches lie in, by view id. */
export function readViewCards(dir: string): Promise<Record<string, ViewCard>> {
  return readJson(path.join(dir, 'views.json'), MADE_BY);
}

/** Folder of the run's newest mining result for the network with this hash; undefined when there is none. */
export async function latestMining(runDir: string, network: string): Promise<string | undefined> {
  const root = path.join(runDir, 'mining');
  let latest: { dir: string; createdAt: string } | undefined;
  for (const dir of await finishedFolders(root)) {
    const manifest = await readManifest(dir).catch(passOver);
    if (manifest?.network !== network) continue;
    if (!latest || manifest.createdAt > latest.createdAt) latest = { dir, createdAt: manifest.createdAt };
  }
  return latest?.dir;
}

/** The finished result with exactly this hash, if there is one. */
export async function finishedResult(root: string, hash: string): Promise<MiningManifest | undefined> {
  const manifest = await readManifest(folderOf(root, hash)).catch(passOver);
  return manifest?.hash === hash ? manifest : undefined;
}

/**
 * Lets `fill` write a result into a temporary folder, writes its manifest last, and gives the folder its name. When `fill` fails or is
 * cancelled nothing stays behind; what a killed process left is cleared away. Throws ProblemError on a full or closed disk.
 */
export async function fillFolder(root: string, hash: string, fill: (dir: string) => Promise<MiningManifest>): Promise<MiningManifest> {
  const target = folderOf(root, hash);
  const temporary = `${target}.${process.pid}.tmp`;
  await clearLeftovers(root);
  try {
    await mkdir(temporary, { recursive: true }).catch((error: unknown) => {
      throw writeProblem(temporary, error);
    });
    const manifest = await fill(temporary);
    await writeJson(path.join(temporary, 'manifest.json'), manifest);
    // Only an unfinished or damaged folder can still bear the name: a whole one would have been used.
    await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
    return manifest;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

function folderOf(root: string, hash: string): string {
  return path.join(root, hash.slice(0, 16));
}

async function finishedFolders(root: string): Promise<string[]> {
  const names = await namesIn(root);
  return names.filter((name) => /^[0-9a-f]{16}$/.test(name)).map((name) => path.join(root, name));
}

/** Removes temporary folders whose process is gone. */
async function clearLeftovers(root: string): Promise<void> {
  for (const name of await namesIn(root)) {
    const pid = Number(/^[0-9a-f]{16}\.(\d+)\.tmp$/.exec(name)?.[1] ?? 0);
    if (pid > 0 && (pid === process.pid || !isAlive(pid))) await rm(path.join(root, name), { recursive: true, force: true });
  }
}

async function namesIn(root: string): Promise<string[]> {
  try {
    return await readdir(root);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A result without a readable manifest counts as absent: it is made anew. */
function passOver(error: unknown): undefined {
  if (error instanceof ProblemError) return undefined;
  throw error;
}
