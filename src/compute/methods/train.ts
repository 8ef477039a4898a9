/** train: a new run from the project's settings, or an unfinished run from its last checkpoint. */
import { type CaseFeatures, patchInputs, trainingInputs } from '../../auxiliary/caseFeatures';
import type { PatchStore } from '../../patches/patch';
import { type Config, configSchema } from '../../project/config';
import { contentHash } from '../../project/files';
import { openProject, type Project } from '../../project/project';
import { appendEvent, createRun, findRun, summariseRun } from '../../project/runs';
import { ProblemError } from '../../protocol/problem';
import { type TrainRequest, train as trainNetwork } from '../../training/loop';
import { joinFeatures } from '../features';
import { initialNetwork } from '../initialNetwork';
import type { Method } from '../method';
import { openData, patchesOf } from '../workspace';

export const train: Method<'train'> = async ({ project: dir, run: name, resume, overrides }, context) => {
  const project = await openProject(dir);
  const { run, config, runDir } = resume ? await resumed(project, name) : await started(project, name, overrides);
  // The run's own settings count from here on, also when deepminer.json has changed since it began.
  const data = { ...(await openData(dir, context)), project: { ...project, config } };
  const trainPatches = await patchesOf(data, 'train', context);
  const holdoutPatches = await patchesOf(data, 'holdout', context);
  try {
    await appendEvent(runDir, {
      type: 'started',
      pid: process.pid,
      epochs: config.training.epochs,
      trainPatches: trainPatches.store.patches.length,
    });
    const { classifier, features } = await joinFeatures(await initialNetwork(project, config, context), data, context);
    await trainNetwork({
      classifier,
      inputs: features && trainingAndHoldout(features, config),
      train: withFeatures(trainPatches.store, features),
      holdout: holdoutPatches.store,
      options: config.training,
      classes: config.classes,
      dir: runDir,
      resume: resume ?? false,
      task: context,
    });
    await appendEvent(runDir, { type: 'finished' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The run's folder tells how it ended even when the reason is a disk that takes no more lines.
    await appendEvent(runDir, context.signal.aborted ? { type: 'cancelled' } : { type: 'failed', message }).catch((e: unknown) =>
      context.log('warn', `The end of run ${run} could not be noted: ${e instanceof Error ? e.message : String(e)}`),
    );
    throw error;
  } finally {
    await trainPatches.store.close();
    await holdoutPatches.store.close();
  }
  return summariseRun(project, run);
};

/** Of a training patch some values are hidden; the hold-out part is measured with all that is known. */
function trainingAndHoldout(features: CaseFeatures, { auxiliary, training }: Config): TrainRequest['inputs'] {
  const train = trainingInputs(features, { hide: auxiliary?.hide ?? 0, seed: training.seed });
  return { train, holdout: patchInputs(features) };
}

/** The store under an address that changes with the features too: a run is not resumed on other ones. */
function withFeatures(store: PatchStore, features: CaseFeatures | undefined): PatchStore {
  return features ? { ...store, hash: contentHash([store.hash, features.hash]) } : store;
}

async function started(project: Project, name: string | undefined, overrides: Record<string, unknown> | undefined) {
  const config = configSchema.parse({ ...project.config, training: { ...project.config.training, ...overrides } });
  const { run, dir } = await createRun(project, config, name);
  return { run, config, runDir: dir };
}

async function resumed(project: Project, name: string | undefined) {
  const { run, dir, config } = await findRun(project, name);
  const { status } = await summariseRun(project, run);
  if (status === 'running')
    throw new ProblemError({
      code: 'run.running',
      file: dir,
      found: 'a run that is still going on',
      expected: 'a run that was cancelled or interrupted',
      remedy: 'Wait for it, or cancel it first.',
    });
  return { run, config: config.config, runDir: dir };
}
