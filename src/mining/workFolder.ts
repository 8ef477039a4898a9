/**
 * Where a mining is worked at: <run>/mining/<first 16 digits of its hash>.part-<i>-of-<n>/, with a lock, gathered.safetensors and the files
 * of the result so far in result/. A killed or cancelled mining goes on from there; a shard lies there until it is merged.
 */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeProblem } from '../project/files';
import { type HeldLock, takeLock } from '../project/runLock';
import { ProblemError } from '../protocol/problem';
import { resultFolder } from './folder';
import { type Shard, WHOLE } from './shard';

/** Unfinished minings with other networks, data or options are kept this long: they may be gone on with. */
const KEPT_DAYS = 14;

export interface WorkFolder {
  dir: string;
  /** Files of the result. */
  result: string;
  /** The gathering so far. */
  gathered: string;
  /** Gives a sign of life to other machines. */
  beat(): Promise<boolean>;
  /** Gives the result its name, in place of an unfinished or damaged one, and leaves nothing else. */
  finish(): Promise<void>;
  /** Lets go of it; what is there stays. */
  release(): Promise<void>;
}

/** Where a shard of a mining lies. */
export function workFolderOf(root: string, hash: string, { part, of }: Shard): Pick<WorkFolder, 'dir' | 'result' | 'gathered'> {
  const dir = path.join(root, `${hash.slice(0, 16)}.part-${part}-of-${of}`);
  return { dir, result: path.join(dir, 'result'), gathered: path.join(dir, 'gathered.safetensors') };
}

/** Opens the folder of a shard for this process alone. Throws ProblemError while another works at it, and on a full or closed disk. */
export async function openWorkFolder(root: string, hash: string, shard: Shard): Promise<WorkFolder> {
  const folder = workFolderOf(root, hash, shard);
  await clearForgotten(root, path.basename(folder.dir));
  await mkdir(folder.result, { recursive: true }).catch((error: unknown) => {
    throw writeProblem(folder.dir, error);
  });
  const lock = await lockOf(folder.dir);
  return {
    ...folder,
    beat: () => lock.beat(),
    async finish() {
      const target = resultFolder(root, hash);
      await rm(target, { recursive: true, force: true });
      await rename(folder.result, target);
      await rm(folder.dir, { recursive: true, force: true });
    },
    release: () => lock.release(),
  };
}

/** Shards of a mining that lie in `root`, whole or not; the mining in one go is none. */
export async function shardsThere(root: string, hash: string): Promise<Shard[]> {
  const names = await namesIn(root);
  return names.flatMap((name) => {
    const found = /^([0-9a-f]{16})\.part-(\d+)-of-(\d+)$/.exec(name);
    if (!found || found[1] !== hash.slice(0, 16) || Number(found[3]) === WHOLE.of) return [];
    return [{ part: Number(found[2]), of: Number(found[3]) }];
  });
}

export async function removeShards(root: string, hash: string): Promise<void> {
  for (const shard of await shardsThere(root, hash)) await rm(workFolderOf(root, hash, shard).dir, { recursive: true, force: true });
}

async function lockOf(dir: string): Promise<HeldLock> {
  try {
    return await takeLock(dir, false);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError({
      ...error.problem,
      code: 'mining.running',
      file: dir,
      found: error.problem.found.replace('a run that', 'a mining that'),
      expected: 'a mining that nobody works at',
      remedy: 'Wait until it is done: its result is then used. If its process is gone for good, delete this folder.',
    });
  }
}

/** Removes what unfinished minings in one go left long ago; shards are never removed: they may have come from far. */
async function clearForgotten(root: string, own: string): Promise<void> {
  for (const name of await namesIn(root)) {
    if (name === own || !/^[0-9a-f]{16}\.part-1-of-1$/.test(name)) continue;
    const dir = path.join(root, name);
    const touched = await stat(path.join(dir, 'gathered.safetensors')).catch(() => stat(dir));
    if (Date.now() - touched.mtimeMs > KEPT_DAYS * 86_400_000) await rm(dir, { recursive: true, force: true });
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
