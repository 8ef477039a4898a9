/** The network that a training begins with: built or imported as the project's settings say, with random weights or those of a file. */
import path from 'node:path';
import { buildNetwork } from '../network/build';
import { readClassifier } from '../network/classifier';
import type { Classifier } from '../network/graph';
import type { Config } from '../project/config';
import type { Project } from '../project/project';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { importedNetwork } from './importedNetwork';

/** Throws ProblemError when the weights are missing or belong to another network. */
export async function initialNetwork(project: Project, config: Config, task: Task): Promise<Classifier> {
  const { architecture, seed, weights } = config.network;
  const built =
    architecture === 'imported'
      ? await importedNetwork(project, config, task)
      : buildNetwork({ architecture, classes: config.classes, inputSize: config.patches.size, seed });
  if (!weights) return built;
  return checkpointNetwork(path.resolve(project.dir, weights), built, task);
}

/** A whole classifier that a run wrote; it must be of the same architecture and classes as the one built. */
async function checkpointNetwork(file: string, built: Classifier, task: Task): Promise<Classifier> {
  const given = await readClassifier(file);
  if (given.architecture !== built.architecture || given.classes.join() !== built.classes.join())
    throw new ProblemError({
      code: 'network.otherArchitecture',
      file,
      found: `a ${given.architecture} for ${given.classes.join(', ')}`,
      expected: `a ${built.architecture} for ${built.classes.join(', ')}`,
      remedy: 'Correct network.architecture or network.weights in deepminer.json.',
    });
  task.log('info', `Weights from ${file}`);
  return { ...given, inputSize: built.inputSize };
}
