/** The network that a training begins with: built or imported as the project's settings say, with random weights or those of a file. */
import { buildNetwork } from '../network/build';
import type { Classifier } from '../network/graph';
import type { Config } from '../project/config';
import type { Project } from '../project/project';
import type { Task } from '../protocol/task';
import { importedNetwork } from './importedNetwork';
import { withWeights } from './startingWeights';

/** Throws ProblemError when the weights are missing or belong to another network. */
export async function initialNetwork(project: Project, config: Config, task: Task): Promise<Classifier> {
  const { architecture, seed, weights } = config.network;
  const built =
    architecture === 'imported'
      ? await importedNetwork(project, config, task)
      : buildNetwork({ architecture, classes: config.classes, inputSize: config.patches.size, seed });
  return weights ? withWeights(built, weights, project.dir, task) : built;
}
