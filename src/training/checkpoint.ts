/**
 * Checkpoints: after every epoch checkpoints/epoch-05.onnx, the classifier that every tool reads, and epoch-05.state.safetensors with what
 * training goes on from; inside an epoch one epoch-06.step-000120.state.safetensors with all of it. A state is written last: where it is, the
 * checkpoint is whole.
 */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { networkHash, readClassifier, writeClassifier } from '../network/classifier';
import type { Classifier } from '../network/graph';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { readStateFile, type TrainingState, writeStateFile } from './state';

/** Where the learning rate that is being tried stands. */
const CANDIDATE_FILE = 'checkpoints/candidate.state.safetensors';

/** Relative to the run folder, with forward slashes. */
export function checkpointFile(epoch: number): string {
  return `checkpoints/epoch-${String(epoch).padStart(2, '0')}.onnx`;
}

/** The file with what training goes on from, relative to the run folder. */
export function stateFile({ epoch, partial, candidate }: Pick<TrainingState, 'epoch' | 'partial' | 'candidate'>): string {
  if (candidate) return CANDIDATE_FILE;
  if (!partial) return checkpointFile(epoch).replace(/\.onnx$/, '.state.safetensors');
  return checkpointFile(epoch + 1).replace(/\.onnx$/, `.step-${String(partial.step).padStart(6, '0')}.state.safetensors`);
}

/**
 * Writes the state of an epoch's end or of its middle and gives its file; what was there before stays. Throws Diverged when a number is not
 * finite, ProblemError on a full disk.
 */
export async function writeState(dir: string, state: TrainingState): Promise<string> {
  const file = path.join(dir, stateFile(state));
  if (state.partial) {
    await writeStateFile(file, state);
    return file;
  }
  await writeClassifier(state.classifier, path.join(dir, checkpointFile(state.epoch)));
  await writeStateFile(file, state, networkHash(state.classifier));
  return file;
}

/** Removes the states inside epochs, but for one; with `done`, only those inside the first `done` epochs. */
export async function removeInside(dir: string, { kept, done = Infinity }: { kept?: string; done?: number } = {}): Promise<void> {
  for (const { name, epoch, step } of await states(dir)) {
    const file = path.join(dir, 'checkpoints', name);
    if (step > 0 && epoch < done && file !== kept) await rm(file, { force: true, recursive: true });
  }
}

/** The file of the most advanced state, unread. */
export async function newestState(dir: string): Promise<string | undefined> {
  const [newest] = await states(dir);
  return newest && path.join(dir, 'checkpoints', newest.name);
}

/**
 * The most advanced whole state of a run folder, with its file; damaged ones are passed over with a warning. Undefined when there is none.
 * @param network lends its graph to a state inside an epoch
 */
export async function lastState(dir: string, network: Classifier, task: Task): Promise<(TrainingState & { file: string }) | undefined> {
  for (const { name } of await states(dir)) {
    const file = path.join(dir, 'checkpoints', name);
    try {
      return { ...(await readStateFile(file, network, (epoch, hash) => classifierOf(dir, epoch, hash))), file };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      task.log('warn', `A state is passed over. ${error.message}`);
    }
  }
  return undefined;
}

/** Where the learning rate that was being tried stands; undefined when none was, or its state is damaged. */
export async function candidateState(dir: string, network: Classifier): Promise<TrainingState | undefined> {
  try {
    return await readStateFile(path.join(dir, CANDIDATE_FILE), network, (epoch, hash) => classifierOf(dir, epoch, hash));
  } catch (error) {
    // A candidate is short: without its state it is tried again from its start.
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

export function removeCandidateState(dir: string): Promise<void> {
  return rm(path.join(dir, CANDIDATE_FILE), { force: true });
}

/** Removes the checkpoints of epochs up to `last`, but for those to be kept. The state goes first: what is left is no checkpoint. */
export async function removeCheckpoints(dir: string, last: number, kept: ReadonlySet<number>): Promise<void> {
  const names = await readdir(path.join(dir, 'checkpoints')).catch(() => [] as string[]);
  for (const name of names.sort().reverse()) {
    const epoch = Number(/^epoch-(\d+)\.(onnx|state\.safetensors)$/.exec(name)?.[1] ?? Number.NaN);
    if (epoch <= last && !kept.has(epoch)) await rm(path.join(dir, 'checkpoints', name), { force: true });
  }
}

/** Removes what killed processes left half written. Only for the one process that trains this run. */
export async function removeHalfWritten(dir: string): Promise<void> {
  const names = await readdir(path.join(dir, 'checkpoints')).catch(() => [] as string[]);
  for (const name of names) if (/^(epoch|candidate)[-.].*\.tmp$/.test(name)) await rm(path.join(dir, 'checkpoints', name), { force: true });
}

interface FoundState {
  name: string;
  /** Epochs done. */
  epoch: number;
  /** Steps done in the next one. */
  step: number;
}

/** The most advanced first. */
async function states(dir: string): Promise<FoundState[]> {
  const names = await readdir(path.join(dir, 'checkpoints')).catch(() => [] as string[]);
  const found = names.flatMap((name) => {
    const [, epoch, step] = /^epoch-(\d+)(?:\.step-(\d+))?\.state\.safetensors$/.exec(name) ?? [];
    if (epoch === undefined) return [];
    return [{ name, epoch: Number(epoch) - (step === undefined ? 0 : 1), step: Number(step ?? 0) }];
  });
  return found.sort((a, b) => b.epoch - a.epoch || b.step - a.step);
}

async function classifierOf(dir: string, epoch: number, hash: string): Promise<Classifier> {
  const file = path.join(dir, checkpointFile(epoch));
  const classifier = await readClassifier(file);
  if (networkHash(classifier) === hash) return classifier;
  throw new ProblemError({
    code: 'training.checkpoint.swapped',
    file,
    found: 'another network than the one that was saved here',
    expected: `the weights that belong to ${path.basename(stateFile({ epoch }))}`,
    remedy: 'Restore the file; training goes on from the checkpoint before it.',
  });
}
