/** Features beside the images (paper, section 2.5) for the methods: the project's table in the terms of the network that takes them. */
import path from 'node:path';
import { type CaseFeatures, caseFeatures, hidingIn, type PatchInputs } from '../auxiliary/caseFeatures';
import { fitFeatures } from '../auxiliary/fit';
import { columnKinds } from '../auxiliary/kinds';
import { type FeatureTable, readTable } from '../auxiliary/table';
import { addAuxiliary } from '../network/auxiliary';
import type { Classifier } from '../network/graph';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import { contentHash } from '../project/files';
import { describeProblem, type Problem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import type { OpenData } from './workspace';

type Source = Pick<OpenData, 'dataset' | 'parts' | 'project'>;

/** What training is asked for. */
export interface Joined {
  classifier: Classifier;
  train: PatchStore;
  inputs?: PatchInputs;
}

/**
 * The network to train on these patches, with an attention block over the project's features where it has any: some values are hidden from
 * each patch, and the patches' address changes with the features, so that a run is not resumed on other ones. A network that
 * brings a block keeps it, statistics included. Throws ProblemError when the table is wrong, or when such a network is given none.
 */
export async function joinFeatures(network: Classifier, patches: PatchStore, data: Source, task: Task): Promise<Joined> {
  const { auxiliary, training } = data.project.config;
  if (!auxiliary && !network.auxiliary) return { classifier: network, train: patches };
  const { classifier, features } = await withBlock(network, data, task);
  const train = { ...patches, hash: contentHash([patches.hash, features.hash]) };
  return { classifier, train, inputs: hidingIn(train, features, { hide: auxiliary!.hide, seed: training.seed }) };
}

async function withBlock(network: Classifier, data: Source, task: Task): Promise<{ classifier: Classifier; features: CaseFeatures }> {
  const { config } = data.project;
  if (!config.auxiliary) throw noTable(network);
  const table = await openTable(data, config.auxiliary, task);
  report(table.problems, task);
  if (network.auxiliary) return { classifier: network, features: known(table, network, task) };
  const trainingCases = data.dataset.cases.filter(({ id }) => data.parts.get(id) === 'train').map(({ id }) => id);
  const { features, problems } = fitFeatures(table, columnKinds(table, config.auxiliary.columns), trainingCases);
  report(problems, task);
  const classifier = addAuxiliary(network, { features, width: config.auxiliary.width, seed: config.network.seed });
  task.log('info', `Features beside the images: ${features.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`);
  return { classifier, features: known(table, classifier, task) };
}

/** The project's features in the terms of a trained network; undefined when it takes none. Throws ProblemError when the table is wrong. */
export async function featuresOf(network: Classifier, data: Source, task: Task): Promise<CaseFeatures | undefined> {
  const { auxiliary } = data.project.config;
  if (!network.auxiliary) return undefined;
  if (!auxiliary) throw noTable(network);
  const table = await openTable(data, auxiliary, task);
  report(table.problems, task);
  return known(table, network, task);
}

function openTable({ project, dataset }: Source, { file }: NonNullable<Config['auxiliary']>, task: Task): Promise<FeatureTable> {
  return readTable(
    path.resolve(project.dir, file),
    dataset.cases.map(({ id }) => id),
    task,
  );
}

function known(table: FeatureTable, { auxiliary }: Classifier, task: Task): CaseFeatures {
  const cases = caseFeatures(table, auxiliary!);
  report(cases.problems, task);
  return cases;
}

function report(problems: readonly Problem[], task: Task): void {
  for (const problem of problems) task.log('warn', describeProblem(problem));
}

function noTable({ auxiliary = [] }: Classifier): ProblemError {
  return new ProblemError({
    code: 'auxiliary.noTable',
    found: `a network that takes ${auxiliary.map(({ name }) => name).join(', ')} beside the image, and no table of them`,
    expected: 'auxiliary.file in deepminer.json',
    remedy: 'Name the CSV file there; cells may be empty where nothing is known.',
  });
}
