/** A network of another program as the project's settings want it, with what was found in its file said. */
import path from 'node:path';
import type { Classifier } from '../network/graph';
import { type ImportReport, importClassifier } from '../network/import/index';
import { readModel } from '../network/model';
import type { Config } from '../project/config';
import type { Project } from '../project/project';
import type { Task } from '../protocol/task';
import { requireTrainable } from '../training/gradients/trainable';

/** Throws ProblemError when the file cannot be read, imported or trained. */
export async function importedNetwork(project: Project, config: Config, task: Task): Promise<Classifier> {
  const { file: named, features, head, keepHead, mean, std, seed } = config.network;
  if (named === null) throw new RangeError('An imported network has a file: the settings are checked for it.');
  const file = path.resolve(project.dir, named);
  const { classifier, report } = await importClassifier(await readModel(file), {
    classes: config.classes,
    inputSize: config.patches.size,
    seed,
    features: features ?? undefined,
    head: head ?? undefined,
    keepHead,
    mean: mean ?? undefined,
    std: std ?? undefined,
    file,
  });
  requireTrainable(classifier.graph);
  for (const line of importText(report)) task.log('info', line);
  return classifier;
}

/** What was taken for what, a line each. */
export function importText(report: ImportReport): string[] {
  const { image, features, output, linear, kept, fixedSize, notes } = report;
  const list = (dims: readonly (number | string)[]) => `[${dims.join(', ')}]`;
  return [
    `Image: ${image.name} ${list(image.dims)}.`,
    `Last feature map: ${features.value} ${list(features.dims)}, made by ${features.layer}.`,
    `Logits: ${output.value}; linear layers behind the map: ${linear.join(', ') || 'none'}${kept ? ', kept' : ''}.`,
    ...(fixedSize === undefined ? [] : [`Only images of one size can pass (${fixedSize}): whole views cannot be explained.`]),
    ...notes,
  ];
}
