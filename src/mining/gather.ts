/** The look at a shard of the hold-out part: begun, or gone on with where it was interrupted, and kept on disk all the while. */
import { rm, stat } from 'node:fs/promises';
import { describeProblem, ProblemError } from '../protocol/problem';
import { Gathering } from './gathering';
import { readGathering, writeGathering } from './gatheringFile';
import { minedLayer } from './minedLayer';
import type { MiningNetworks } from './networks';
import { minePatches, numberViews } from './patchPass';
import { BATCH } from './patchStream';
import { decisionRule, type MineRequest } from './request';
import { type Shard, shardRange } from './shard';
import { openTables, rowsOf, type Tables } from './tables';
import { rankOnViews } from './viewPass';
import type { WorkFolder } from './workFolder';

const KEEP_SECONDS = 30;

/**
 * Gathers the shard into its folder: tables and gathered.safetensors. What another call left there is gone on with; what cannot be read is
 * begun anew, with a warning. On abort everything so far is kept. Throws ProblemError when numbers are broken or the disk refuses.
 */
export async function gather(
  request: MineRequest,
  networks: MiningNetworks,
  hash: string,
  shard: Shard,
  folder: WorkFolder,
): Promise<Gathering> {
  const { classifier, views, store, config, task, keepSeconds = KEEP_SECONDS } = request;
  const viewOf = numberViews(store);
  const { gathering, files } = await begin(request, hash, folder, viewOf);
  const keep = async (): Promise<void> => {
    for (const file of Object.values(files)) await file.sync();
    await writeGathering(folder.gathered, hash, gathering);
    await folder.beat();
  };
  let last = Date.now();
  const kept = async (): Promise<void> => {
    if (Date.now() - last < keepSeconds * 1000) return;
    await keep();
    last = Date.now();
  };
  const ranges = { views: shardRange(views.length, shard), patches: shardRange(store.patches.length, shard, BATCH) };
  const { inputSize } = classifier;
  const common = { mined: minedLayer(classifier, config), inputSize, config, decide: decisionRule(config), kept, task };
  try {
    const viewsLeft = ranges.views.to - ranges.views.from - gathering.viewsDone;
    if (config.mining.rankOn === 'views' && viewsLeft > 0) {
      const own = views.slice(ranges.views.from, ranges.views.to);
      await rankOnViews(await networks.forViews(), gathering, { ...common, views: own, table: files.views, read: request.readView });
      await networks.releaseViews();
    }
    if (ranges.patches.to - ranges.patches.from > gathering.patchesDone)
      await minePatches(await networks.forPatches(), gathering, {
        ...common,
        store,
        range: ranges.patches,
        viewOf,
        maximaTable: files.maxima,
        cellTable: files.cells,
      });
    await keep();
    for (const file of Object.values(files)) await file.finish();
    return gathering;
  } catch (error) {
    try {
      // A cancelled pass stops between views or batches, which are counted whole; any other failure may stop inside one.
      if (error === task.signal.reason) await keep();
    } finally {
      for (const file of Object.values(files)) await file.close();
    }
    throw error;
  }
}

async function begin(
  request: MineRequest,
  hash: string,
  folder: WorkFolder,
  viewOf: ArrayLike<number>,
): Promise<{ gathering: Gathering; files: Tables }> {
  const { classifier, config, task } = request;
  const { topPerImage, patchesPerUnit, patchesPerView, mask } = config.mining;
  const { units } = minedLayer(classifier, config);
  if (await stat(folder.gathered).catch(() => undefined))
    try {
      const gathering = await readGathering(folder.gathered, hash, viewOf);
      const files = await openTables(folder.result, units, rowsOf(gathering));
      task.log('info', `Going on after ${gathering.viewsDone} views and ${gathering.patchesDone} patches that were gathered before.`);
      return { gathering, files };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      task.log('warn', `What was gathered before cannot be used; this part is gathered anew. ${describeProblem(error.problem)}`);
      await rm(folder.gathered, { force: true });
    }
  const quantiles = mask.rule === 'quantile';
  const gathering = new Gathering({ classes: config.classes.length, units, topPerImage, patchesPerUnit, patchesPerView, quantiles });
  return { gathering, files: await openTables(folder.result, units) };
}
