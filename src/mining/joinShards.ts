/** Shards put together: which are there, whether they make a whole, and the whole as if it had been gathered in one go. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ProblemError } from '../protocol/problem';
import { tables } from './folder';
import type { Gathering } from './gathering';
import { readGathering, writeGathering } from './gatheringFile';
import { minedLayer } from './minedLayer';
import { numberViews } from './patchPass';
import { BATCH } from './patchStream';
import type { MineRequest } from './request';
import { type Shard, shardRange } from './shard';
import { openTables, type TableName } from './tables';
import { shardsThere, type WorkFolder, workFolderOf } from './workFolder';

/**
 * Joins the run's shards of this mining in `folder`; returns how many there were. Throws ProblemError that lists them when none of their
 * partings is whole, and when one is damaged.
 */
export async function joinShards(request: MineRequest, hash: string, folder: WorkFolder): Promise<number> {
  const { classifier, config, store, dir: root, task } = request;
  const { whole: shards, missing } = await wholeParting(request, hash);
  if (shards.length === 0) throw notWhole(root, hash, missing);
  const viewOf = numberViews(store);
  const files = await openTables(folder.result, minedLayer(classifier, config).units);
  let joined: Gathering | undefined;
  for (const [i, shard] of shards.entries()) {
    task.signal.throwIfAborted();
    task.progress({ stage: 'mine: merge', done: i, total: shards.length });
    const { gathered, result } = workFolderOf(root, hash, shard);
    const part = await readGathering(gathered, hash, viewOf);
    if (joined) joined.merge(part);
    else joined = part;
    for (const name of Object.keys(tables) as TableName[]) await files[name].appendTable(path.join(result, tables[name]));
  }
  for (const file of Object.values(files)) await file.finish();
  await writeGathering(folder.gathered, hash, joined!);
  return shards.length;
}

/** The first parting all of whose shards are whole, and what keeps the others from it. */
async function wholeParting(request: MineRequest, hash: string): Promise<{ whole: Shard[]; missing: string[] }> {
  const there = await shardsThere(request.dir, hash);
  const missing: string[] = [];
  for (const of of [...new Set(there.map((s) => s.of))].sort((a, b) => a - b)) {
    const shards = Array.from({ length: of }, (_, i) => ({ part: i + 1, of }));
    const lacks = [];
    for (const shard of shards) if (!(await isWhole(request, hash, shard))) lacks.push(`${shard.part}/${of}`);
    if (lacks.length === 0) return { whole: shards, missing: [] };
    missing.push(...lacks);
  }
  return { whole: [], missing };
}

async function isWhole({ dir, store, views, config }: MineRequest, hash: string, shard: Shard): Promise<boolean> {
  const { gathered } = workFolderOf(dir, hash, shard);
  if (!(await stat(gathered).catch(() => undefined))) return false;
  const { viewsDone, patchesDone } = await readGathering(gathered, hash, numberViews(store));
  const count = ({ from, to }: { from: number; to: number }) => to - from;
  const viewsOfShard = config.mining.rankOn === 'views' ? count(shardRange(views.length, shard)) : 0;
  return viewsDone === viewsOfShard && patchesDone === count(shardRange(store.patches.length, shard, BATCH));
}

function notWhole(root: string, hash: string, missing: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'mining.shards.missing',
    file: root,
    found:
      missing.length > 0
        ? `shards of the mining ${hash.slice(0, 16)} of which ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} absent or unfinished`
        : `no shard of the mining ${hash.slice(0, 16)} of this network, data and options`,
    expected: 'every shard of one parting, whole',
    remedy:
      missing.length > 0
        ? `Gather what is missing with "deepminer mine --shard ${missing[0]}", or copy its folder here.`
        : 'Gather them with "deepminer mine --shard 1/n" to "n/n"; those of another checkpoint, data set or other options do not fit.',
  });
}
