/** train: a new run from the project's settings, or an unfinished run from its last checkpoint. */
import type { OpenedStore } from '../../patches/storeFile';
import { openProject, requireData } from '../../project/project';
import { appendEvent, summariseRun } from '../../project/runs';
import type { Params, RunSummary } from '../../protocol/compute';
import { ProblemError } from '../../protocol/problem';
import { deviceOfRun } from '../../training/deviceOfRun';
import { type TrainResult, train as trainNetwork } from '../../training/loop';
import { inDeviceTurn, jobName } from '../deviceQueue';
import { joinFeatures } from '../features';
import { holdRun } from '../holdRun';
import { initialNetwork } from '../initialNetwork';
import type { Method, MethodContext } from '../method';
import { newRun, resumedRun } from '../runToTrain';
import { deviceFor } from '../thisMachine';
import { openData, patchesOf } from '../workspace';

export const train: Method<'train'> = (params, context) => trainRun(params, context, false);

/** Trains in this process; `detached` says that the process is there for this run alone. */
export async function trainRun(params: Params<'train'>, context: MethodContext, detached: boolean): Promise<RunSummary> {
  const project = await openProject(params.project);
  await requireData(project);
  // A new run on a device that fails is no run; a resumed one asks its own state, once it is nobody else's.
  const early = params.resume ? undefined : await deviceFor(params.device, context);
  const { run, dir: runDir, config, overrides } = await (params.resume ? resumedRun(project, params) : newRun(project, params));
  let result: TrainResult | undefined;
  const ended = async (error: unknown, cancelled: boolean): Promise<void> => {
    if (error === undefined)
      return appendEvent(runDir, { type: 'finished', bestEpoch: result?.bestEpoch, stoppedEarly: result?.stoppedEarly });
    const message = error instanceof Error ? error.message : String(error);
    const problem = error instanceof ProblemError ? error.problem : undefined;
    // The run's folder tells how it ended even when the reason is a disk that takes no more lines.
    await appendEvent(runDir, cancelled ? { type: 'cancelled' } : { type: 'failed', message, problem }).catch((e: unknown) =>
      context.log('warn', `The end of run ${run} could not be noted: ${e instanceof Error ? e.message : String(e)}`),
    );
  };
  await holdRun(runDir, context, { detached, ended }, async (task) => {
    const device = early ?? (await deviceFor(params.device, task, await deviceOfRun(runDir)));
    // The run's own settings count from here on, also when deepminer.json has changed since it began.
    const data = { ...(await openData(project.dir, task)), project: { ...project, config } };
    await inDeviceTurn(device, jobName('Training', project.dir, run), task, async () => {
      const opened: OpenedStore[] = [];
      try {
        for (const part of ['train', 'holdout'] as const) opened.push(await patchesOf(data, part, task));
        const [trainStore, holdout] = opened.map(({ store }) => store);
        await appendEvent(runDir, {
          type: 'started',
          pid: process.pid,
          epochs: config.training.epochs,
          trainPatches: trainStore.patches.length,
          device,
          overrides,
        });
        result = await trainNetwork({
          ...(await joinFeatures(await initialNetwork(project, config, task), trainStore, data, task)),
          holdout,
          options: config.training,
          classes: config.classes,
          dir: runDir,
          resume: params.resume ?? false,
          device,
          // In place of the rate that was selected, or changed before.
          learningRate: overrides?.['learningRate'] === undefined ? undefined : config.training.learningRate,
          task,
        });
      } finally {
        for (const { store } of opened) await store.close();
      }
    });
  });
  return summariseRun(project, run);
}
