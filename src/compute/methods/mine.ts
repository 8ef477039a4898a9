/** mine: influence ranking and top patches over the hold-out part. */
import path from 'node:path';
import { mine as mineUnits } from '../../mining/mine';
import type { Method } from '../method';
import { deviceWork } from '../thisMachine';
import { openData, openRun, patchesOf, viewsOf } from '../workspace';

export const mine: Method<'mine'> = async ({ project, run: name, device }, context) => {
  const opened = await openData(project, context);
  const run = await openRun(opened.project, name);
  const data = { ...opened, project: { ...opened.project, config: { ...run.config.config, mining: opened.project.config.mining } } };
  const onDevice = await deviceWork(device, context);
  const { store } = await patchesOf(data, 'holdout', context);
  try {
    return await onDevice((session) =>
      mineUnits({
        classifier: run.classifier,
        network: { hash: run.network, checkpoint: path.basename(run.checkpoint) },
        views: viewsOf(data, 'holdout'),
        store,
        config: data.project.config,
        dir: path.join(run.dir, 'mining'),
        task: context,
        session,
      }),
    );
  } finally {
    await store.close();
  }
};
