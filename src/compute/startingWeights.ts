/** The weights that network.weights names, into the network that was built: a run's checkpoint, another program's file, or ImageNet's from the cache. */
import path from 'node:path';
import { readClassifier } from '../network/classifier';
import type { Classifier } from '../network/graph';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { applyWeights, describeApplied } from '../weights/apply';
import { storedWeights } from '../weights/fetch/cache';
import type { PublishedVersion } from '../weights/published';
import { readWeights } from '../weights/read';

/** `weights` is a file relative to `dir`, or `imagenet`, `imagenet-v1`, `imagenet-v2`. Throws ProblemError when they are missing or of another network. */
export async function withWeights(built: Classifier, weights: string, dir: string, task: Task): Promise<Classifier> {
  const imagenet = /^imagenet(?:-v([12]))?$/.exec(weights);
  if (imagenet) {
    const version = imagenet[1] === undefined ? undefined : (Number(imagenet[1]) as PublishedVersion);
    const stored = await storedWeights(built.architecture, version);
    task.log('info', `ImageNet weights of ${built.architecture}, version ${stored.weights.version}, SHA-256 ${stored.record.sha256}`);
    return fromFile(built, stored.file, task);
  }
  const file = path.resolve(dir, weights);
  return file.toLowerCase().endsWith('.onnx') ? fromCheckpoint(built, file, task) : fromFile(built, file, task);
}

/** Named tensors; the linear layer may be another's, for fine-tuning begins with a new one. */
async function fromFile(built: Classifier, file: string, task: Task): Promise<Classifier> {
  const { tensors, converted, format, epoch } = await readWeights(file);
  const { classifier, report } = applyWeights(built, tensors, { headMayDiffer: true, file });
  const types = [...new Set(converted.values())];
  const widened = types.length > 0 ? ` ${converted.size} tensors of ${types.join(', ')} widened.` : '';
  const origin = `${file} (${format}${epoch === undefined ? '' : `, epoch ${epoch}`})`;
  task.log('info', `Weights from ${origin}: ${describeApplied(report, classifier)}${widened}`);
  return classifier;
}

/** A whole classifier that a run wrote; it must be of the same architecture and classes as the one built. */
async function fromCheckpoint(built: Classifier, file: string, task: Task): Promise<Classifier> {
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
