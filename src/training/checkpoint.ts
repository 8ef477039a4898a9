/**
 * Checkpoints: after every epoch checkpoints/epoch-05.onnx, the classifier that every tool reads, and epoch-05.state.safetensors with what
 * training goes on from. The state is written last: where it is, the checkpoint is whole.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { networkHash, readClassifier, writeClassifier } from '../network/classifier';
import type { Classifier, Tensor } from '../network/graph';
import type { EpochMetrics } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { readTensors, writeTensors } from '../weights/safetensors';

export interface Checkpoint {
  /** Epochs done, from 1. */
  epoch: number;
  classifier: Classifier;
  momenta: Map<string, Tensor>;
  /** What this epoch measured, so that an event lost with a killed process can be written again. */
  metrics: EpochMetrics;
  /** Content address of the training patches. */
  data: string;
}

/** Relative to the run folder, with forward slashes. */
export function checkpointFile(epoch: number): string {
  return `checkpoints/epoch-${String(epoch).padStart(2, '0')}.onnx`;
}

function stateFile(epoch: number): string {
  return checkpointFile(epoch).replace(/\.onnx$/, '.state.safetensors');
}

/** Writes both files; earlier checkpoints are not touched. Throws ProblemError on a full disk. */
export async function writeCheckpoint(dir: string, { epoch, classifier, momenta, metrics, data }: Checkpoint): Promise<void> {
  await writeClassifier(classifier, path.join(dir, checkpointFile(epoch)));
  const metadata = { epoch: String(epoch), network: networkHash(classifier), data, metrics: JSON.stringify(metrics) };
  await writeTensors(path.join(dir, stateFile(epoch)), { tensors: momenta, metadata });
}

/** The last whole checkpoint of a run folder; damaged ones are passed over with a warning. Undefined when there is none. */
export async function lastCheckpoint(dir: string, task: Task): Promise<Checkpoint | undefined> {
  const names = await readdir(path.join(dir, 'checkpoints')).catch(() => [] as string[]);
  const epochs = names.flatMap((name) => /^epoch-(\d+)\.state\.safetensors$/.exec(name)?.[1] ?? []).map(Number);
  for (const epoch of epochs.sort((a, b) => b - a)) {
    try {
      return await readCheckpoint(dir, epoch);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      task.log('warn', `Checkpoint ${epoch} is passed over. ${error.message}`);
    }
  }
  return undefined;
}

async function readCheckpoint(dir: string, epoch: number): Promise<Checkpoint> {
  const file = path.join(dir, stateFile(epoch));
  const { tensors, metadata } = await readTensors(file, 'Delete the file; training goes on from the checkpoint before it.');
  const classifier = await readClassifier(path.join(dir, checkpointFile(epoch)));
  if (metadata['network'] !== networkHash(classifier))
    throw new ProblemError({
      code: 'training.checkpoint.swapped',
      file: path.join(dir, checkpointFile(epoch)),
      found: 'another network than the one that was saved here',
      expected: `the weights that belong to ${path.basename(file)}`,
      remedy: 'Restore the file; training goes on from the checkpoint before it.',
    });
  try {
    return {
      epoch,
      classifier,
      momenta: tensors,
      metrics: JSON.parse(metadata['metrics'] ?? '') as EpochMetrics,
      data: metadata['data'] ?? '',
    };
  } catch (error) {
    throw new ProblemError({
      code: 'training.checkpoint',
      file,
      found: `no measures of epoch ${epoch} (${error instanceof Error ? error.message : String(error)})`,
      expected: 'a state written at the end of an epoch',
      remedy: 'Delete the file; training goes on from the checkpoint before it.',
    });
  }
}
