/** mine and mineShard: influence ranking and top patches over the hold-out part, in one go or in parts. */
import path from 'node:path';
import { mineShard as gatherShard, mergeShards, mine as mineUnits } from '../../mining/mine';
import type { MineRequest } from '../../mining/request';
import type { DeviceChoice } from '../../protocol/device';
import { jobName } from '../deviceQueue';
import type { Method, MethodContext } from '../method';
import { deviceWork } from '../thisMachine';
import { openData, openRun, patchesOf, viewsOf } from '../workspace';

export const mine: Method<'mine'> = (params, context) => mining(params, context, params.merge ? mergeShards : mineUnits);

export const mineShard: Method<'mineShard'> = ({ shard, ...params }, context) =>
  mining(params, context, (request) => gatherShard(request, shard));

async function mining<T>(
  { project, run: name, device }: { project: string; run?: string; device?: DeviceChoice },
  context: MethodContext,
  work: (request: MineRequest) => Promise<T>,
): Promise<T> {
  const opened = await openData(project, context);
  const run = await openRun(opened.project, name);
  const data = { ...opened, project: { ...opened.project, config: { ...run.config.config, mining: opened.project.config.mining } } };
  const onDevice = await deviceWork(device, context, jobName('Mining', project, run.run));
  return onDevice(async (session) => {
    const { store, views } = await patchesOf(data, 'holdout', context);
    try {
      return await work({
        classifier: run.classifier,
        network: { hash: run.network, checkpoint: path.basename(run.checkpoint) },
        views: viewsOf(data, 'holdout'),
        store,
        config: data.project.config,
        dir: path.join(run.dir, 'mining'),
        task: context,
        session,
        readView: views?.read,
      });
    } finally {
      await store.close();
    }
  });
}
