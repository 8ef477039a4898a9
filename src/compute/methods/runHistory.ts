/** runHistory and runFiles: a run from its beginning, and what its folder holds. */
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { finishedResults } from '../../mining/folder';
import { readJson } from '../../project/files';
import { openProject, type Project } from '../../project/project';
import { courseOf, flatSettings, logTail, warningsIn } from '../../project/runHistory';
import { findRun, readEvents, summariseRun, usedNetwork } from '../../project/runs';
import type { EvaluatedPart, Evaluation } from '../../protocol/evaluation';
import { evaluationFile } from '../../protocol/evaluation';
import type { MiningRecord } from '../../protocol/mining';
import { ProblemError } from '../../protocol/problem';
import type { CheckpointFile, RunEvaluation, RunMining } from '../../protocol/runHistory';
import type { Method } from '../method';
import { LOG_FILE } from './startTraining';

export const runHistory: Method<'runHistory'> = async ({ project: dir, run: name }) => {
  const project = await openProject(dir);
  const { run, dir: runDir, config } = await findRun(project, name);
  const summary = await summariseRun(project, run);
  const log = await logTail(runDir, LOG_FILE);
  return {
    summary,
    settings: flatSettings(config.config),
    ...courseOf(await readEvents(runDir)),
    log: log ? warningsIn(log.text) : [],
    logFile: log?.file,
  };
};

export const runFiles: Method<'runFiles'> = async ({ project: dir, run: name, size = false }) => {
  const project = await openProject(dir);
  const { run, dir: runDir } = await findRun(project, name);
  const summary = await summariseRun(project, run);
  const network = (await usedNetwork(project, run))?.network;
  return {
    summary,
    checkpoints: await checkpointsOf(project, run, summary.bestEpoch, summary.checkpoint),
    evaluations: (await Promise.all((['test', 'holdout'] as const).map((part) => evaluationOf(runDir, part, network)))).flat(),
    minings: await miningsOf(runDir, network),
    explanations: (await namesIn(path.join(runDir, 'explanations'))).filter((n) => n.endsWith('.json')).length,
    ...(size && { bytes: await bytesBelow(runDir) }),
  };
};

async function checkpointsOf(project: Project, run: string, best: number | undefined, used: string | undefined): Promise<CheckpointFile[]> {
  const { dir } = await findRun(project, run);
  const losses = new Map(courseOf(await readEvents(dir)).epochs.map((e) => [e.epoch, e.holdout.loss]));
  const files = await Promise.all(
    (await namesIn(path.join(dir, 'checkpoints'))).map(async (name) => {
      const epoch = Number(/^epoch-(\d+)\.onnx$/.exec(name)?.[1]);
      const file = path.join(dir, 'checkpoints', name);
      const size = Number.isNaN(epoch) ? undefined : (await stat(file).catch(() => undefined))?.size;
      return size === undefined
        ? []
        : [{ epoch, file, bytes: size, best: epoch === best, used: file === used, holdoutLoss: losses.get(epoch) }];
    }),
  );
  return files.flat().sort((a, b) => a.epoch - b.epoch);
}

/** None where the part is not evaluated; a file that cannot be read is left to the page of the evaluation, which says so. */
async function evaluationOf(runDir: string, part: EvaluatedPart, network: string | undefined): Promise<RunEvaluation[]> {
  const file = path.join(runDir, evaluationFile(part));
  const evaluation = await readJson<Partial<Evaluation>>(file, 'deepminer evaluate').catch(
    (error: unknown): Partial<Evaluation> | undefined => {
      if (!(error instanceof ProblemError)) throw error;
      return error.problem.code === 'file.missing' ? undefined : {};
    },
  );
  if (!evaluation) return [];
  const auc = Object.fromEntries(Object.entries(evaluation.classes ?? {}).map(([name, c]) => [name, 'auc' in c ? c.auc : undefined]));
  return [{ part, file, auc, outdated: evaluation.network !== network }];
}

async function miningsOf(runDir: string, network: string | undefined): Promise<RunMining[]> {
  const results = await finishedResults(runDir);
  const minings = await Promise.all(
    results.map(async ({ dir, manifest }) => {
      const made = await readJson<MiningRecord>(path.join(dir, 'made.json'), 'deepminer mine').catch((error: unknown) => {
        if (error instanceof ProblemError) return undefined;
        throw error;
      });
      // Units of an earlier layer stand under the network's hash and the layer's name.
      const outdated = network === undefined || !manifest.network.startsWith(network);
      const { hash, checkpoint, layer, units } = manifest;
      return { hash, dir, checkpoint: path.basename(checkpoint), layer, units: units.length, createdAt: made?.createdAt, outdated };
    }),
  );
  return minings.sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1));
}

async function bytesBelow(dir: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(dir, { recursive: true })) {
    const found = await lstat(path.join(dir, name)).catch(() => undefined);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** None where there is no such folder. */
async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
