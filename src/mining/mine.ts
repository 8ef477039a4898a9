/** Mining: from a trained network and the hold-out part to its most influential units and what excites them (SPEC 6). */
import path from 'node:path';
import { writeJson } from '../project/files';
import type { MinedShard, MiningManifest, MiningRecord } from '../protocol/mining';
import { describeMining } from './describeMining';
import { finishedResult, resultFolder } from './folder';
import { gather } from './gather';
import { joinShards } from './joinShards';
import { minedLayer } from './minedLayer';
import { MiningNetworks } from './networks';
import { type MineRequest, miningHash, requireMinable } from './request';
import { type Shard, WHOLE } from './shard';
import { openWorkFolder, removeShards, type WorkFolder } from './workFolder';

export type { MineRequest } from './request';

/**
 * Mines the network, or returns the finished result when the same network, data and options were mined before. One pass over the views
 * (ranking), one over the patches (top patches), a second look at the top patches (maps), pictures; memory grows with units x kept
 * patches. Stops within one step on abort; what was gathered stays, and the next call goes on from there. Throws ProblemError when the
 * hold-out part is empty, nothing in it can be read, the network's numbers are broken, or the disk refuses.
 */
export async function mine(request: MineRequest): Promise<MiningManifest> {
  return finished(request, async (hash, networks, folder) => {
    const gathering = await gather(request, networks, hash, WHOLE, folder);
    await describeMining(request, networks, hash, gathering, folder.result);
    return {};
  });
}

/** Gathers one part of the hold-out part; when all are there, mergeShards() makes the result of them. Throws as mine() does. */
export async function mineShard(request: MineRequest, shard: Shard): Promise<MinedShard> {
  requireMinable(request);
  const hash = miningHash(request);
  return inFolder(request, hash, shard, async (networks, folder) => {
    const { viewsDone: views, patchesDone: patches } = await gather(request, networks, hash, shard, folder);
    return { hash, ...shard, dir: folder.dir, views, patches };
  });
}

/**
 * Makes the result of its shards: to the byte what mine() makes in one go. The shards are removed. Throws ProblemError that lists the shards
 * that are missing, and as mine() does.
 */
export async function mergeShards(request: MineRequest): Promise<MiningManifest> {
  return finished(request, async (hash, networks, folder) => {
    const shards = await joinShards(request, hash, folder);
    const gathering = await gather(request, networks, hash, WHOLE, folder);
    await describeMining(request, networks, hash, gathering, folder.result);
    return { shards };
  });
}

async function finished(
  request: MineRequest,
  fill: (hash: string, networks: MiningNetworks, folder: WorkFolder) => Promise<Omit<MiningRecord, 'createdAt'>>,
): Promise<MiningManifest> {
  requireMinable(request);
  const { dir: root, task } = request;
  const hash = miningHash(request);
  const before = await finishedResult(root, hash);
  if (before) {
    task.log('info', 'This network was mined on this data with these options before: that result is used.');
    return before;
  }
  await inFolder(request, hash, WHOLE, async (networks, folder) => {
    const record: MiningRecord = { createdAt: new Date().toISOString(), ...(await fill(hash, networks, folder)) };
    await writeJson(path.join(folder.result, 'made.json'), record);
    await folder.finish();
    await removeShards(root, hash);
  });
  const manifest = await finishedResult(root, hash);
  if (!manifest) throw new Error(`${resultFolder(root, hash)} was changed while it was made.`);
  return manifest;
}

async function inFolder<T>(
  request: MineRequest,
  hash: string,
  shard: Shard,
  work: (networks: MiningNetworks, folder: WorkFolder) => Promise<T>,
): Promise<T> {
  const folder = await openWorkFolder(request.dir, hash, shard);
  const { layer } = minedLayer(request.classifier, request.config);
  const networks = new MiningNetworks(request.classifier, layer, request.session);
  try {
    return await work(networks, folder);
  } finally {
    await networks.release();
    await folder.release();
  }
}
