/** What most methods begin with: the project, its data set and split, a run's network. */
import path from 'node:path';
import type { Dataset, Part, View } from '../dataset/model';
import { partCases } from '../dataset/parts';
import type { Classifier } from '../network/graph';
import { preparePatches } from '../patches/store';
import type { OpenedStore } from '../patches/storeFile';
import { openProject, type Project, requireData } from '../project/project';
import { findRun, type RunConfig, readEvents, runNames, summariseRun } from '../project/runs';
import type { RunSummary } from '../protocol/compute';
import { describeProblem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { cutterFor } from './cutting';
import { datasetOnce } from './datasetOnce';
import { readAhead } from './readAhead';
import { readOnce } from './readOnce';

export interface OpenData {
  project: Project;
  dataset: Dataset;
  parts: Map<string, Part>;
}

/** Opens the project and its data set; what is left out is logged, never passed over in silence. */
export async function openData(dir: string, task: Task): Promise<OpenData> {
  const project = await openProject(dir);
  await requireData(project);
  const options = { ...project.config.dataset, classes: project.config.classes };
  const read = await datasetOnce(project.dataDir, options, task, project.cacheDir);
  const { dataset, parts } = await partCases(read, project.config, dir);
  for (const problem of dataset.problems) task.log(problem.severity === 'error' ? 'error' : 'warn', describeProblem(problem));
  const leftOut = dataset.problems.filter((problem) => problem.severity === 'error').length;
  if (leftOut > 0) task.log('warn', `${leftOut} files of the data set are left out; ${dataset.cases.length} cases are used.`);
  return { project, dataset, parts };
}

/** Views of one part, or of all. */
export function viewsOf(data: OpenData, part?: Part): View[] {
  return data.dataset.cases.filter((c) => !part || data.parts.get(c.id) === part).flatMap((c) => c.views);
}

export interface OpenRun {
  run: string;
  dir: string;
  config: RunConfig;
  summary: RunSummary;
  /** Path of the last whole checkpoint. */
  checkpoint: string;
  classifier: Classifier;
  /** Content hash of the network and its weights. */
  network: string;
}

/** The named run, or the newest that has a checkpoint, with the network of its last one. */
export async function openRun(project: Project, name?: string): Promise<OpenRun> {
  const { run, dir, config } = await findRun(project, name ?? (await newestTrained(project)));
  const summary = await summariseRun(project, run);
  if (!summary.checkpoint)
    throw new ProblemError({
      code: 'run.noCheckpoint',
      file: path.join(dir, 'checkpoints'),
      found: `a run (${summary.status}) without a finished epoch`,
      expected: 'at least one checkpoint',
      remedy: `Resume it with "deepminer train --run ${run} --resume".`,
    });
  const { classifier, network } = await readOnce(summary.checkpoint);
  const expected = config.config.classes;
  if (classifier.classes.join() !== expected.join() || classifier.inputSize !== config.config.patches.size)
    throw swapped(
      summary.checkpoint,
      `a network for ${classifier.classes.join(', ')} at ${classifier.inputSize} pixels`,
      `this run's classes ${expected.join(', ')} at ${config.config.patches.size} pixels`,
    );
  const saved = (await readEvents(dir)).findLast((e) => e.type === 'epoch' && path.join(dir, e.checkpoint) === summary.checkpoint);
  if (saved?.type === 'epoch' && saved.network !== network)
    throw swapped(summary.checkpoint, 'weights that this run did not train', 'the network that the run saved here');
  return { run, dir, config, summary, checkpoint: summary.checkpoint, classifier, network };
}

/** A run cancelled before its first epoch does not hide the trained ones before it. */
async function newestTrained(project: Project): Promise<string | undefined> {
  for (const run of (await runNames(project)).reverse()) if ((await summariseRun(project, run)).checkpoint) return run;
  return undefined;
}

function swapped(file: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'run.otherNetwork',
    file,
    found,
    expected,
    remedy: 'The file was swapped: restore it, or train a new run.',
  });
}

/** The patches of one part; views that could not be read are logged with their count. */
export async function patchesOf(data: OpenData, part: Part, task: Task): Promise<OpenedStore> {
  const cutter = cutterFor(viewsOf(data, part));
  const prepared = await preparePatches({
    dataset: data.dataset,
    parts: data.parts,
    part,
    config: data.project.config,
    cacheDir: path.join(data.project.cacheDir, 'patches'),
    task,
    cutter,
  }).finally(() => cutter.close());
  for (const problem of prepared.problems) task.log('warn', describeProblem(problem));
  if (prepared.problems.length > 0)
    task.log('warn', `${prepared.problems.length} views of the ${part} part were left out; the rest is used.`);
  return { ...prepared, store: readAhead(prepared) };
}
