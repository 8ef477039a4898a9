/** All that training goes on from, at an epoch's end or inside one, and its form in a safetensors file: whole, unharmed and finite. */
import { createHash } from 'node:crypto';
import { loadWeights, parameterNames } from '../network/classifier';
import type { Classifier, Tensor } from '../network/graph';
import { elementCount, tensorBytes } from '../network/tensor';
import type { EpochMetrics } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { readTensors, writeTensors } from '../weights/safetensors';
import { Diverged } from './diverged';
import type { GatheredMetrics } from './metrics';

/** What an epoch measured, and which network it left where. */
export type EpochRecord = EpochMetrics & { checkpoint: string; network: string };

/** What decides the numbers beside the network: training that goes on otherwise gives others. */
export interface StateOrigin {
  /** Content address of the training patches. */
  data: string;
  seed: number;
  batch: number;
  device: string;
  threads: number;
  /** Channels of a block of the CPU's layout; 0: the standard one, which the states of earlier versions were all made in. */
  block?: number;
  /** Before decay. */
  learningRate: number;
}

export interface TrainingState {
  /** Epochs done. */
  epoch: number;
  classifier: Classifier;
  momenta: ReadonlyMap<string, Tensor>;
  /** Of every epoch done, so that an event lost with a killed process can be written again. */
  history: readonly EpochRecord[];
  origin: StateOrigin;
  /** Inside the next epoch: what its steps so far have made. */
  partial?: PartialEpoch;
  /** While learning rates are tried out: the one that this state belongs to. */
  candidate?: Candidate;
}

export interface Candidate {
  learningRate: number;
  /** Mean training loss since the point before. */
  curve: { step: number; loss: number }[];
  /** Sum and number of the losses since the last point. */
  pending: { sum: number; steps: number };
}

export interface PartialEpoch {
  /** Steps done. */
  step: number;
  gathered: GatheredMetrics;
  /** Spent on these steps. */
  seconds: number;
  /** Of these, waited for patches. */
  waited: number;
}

/** As text in the file's metadata; the tensors and arrays of the state lie beside it. */
type Description = Pick<TrainingState, 'epoch' | 'history' | 'origin' | 'candidate'> & {
  /** Hash of the classifier in the .onnx beside an epoch's state. */
  network?: string;
  partial?: Omit<PartialEpoch, 'gathered'> & Omit<GatheredMetrics, 'probabilities' | 'labels'>;
};

const PROBABILITIES = 'gathered/probabilities';
const LABELS = 'gathered/labels';
const MOMENTUM = /\/momentum$/;
const REMEDY = 'Delete the file; training goes on from the state before it.';

/**
 * Writes a state file: the momenta, for a state inside an epoch also weights, running statistics and what was gathered.
 * @param network hash of the classifier that lies beside the state of an epoch's end
 * Throws Diverged when a number is not finite, ProblemError when the disk is full; what was there before is there then.
 */
export async function writeStateFile(file: string, state: TrainingState, network?: string): Promise<void> {
  const { epoch, history, origin, classifier, momenta, partial, candidate } = state;
  const weights = parameterNames(classifier.graph).map((name) => [name, classifier.graph.initializers.get(name)!] as const);
  const wild = [...weights, ...momenta].find(([, tensor]) => !isFiniteTensor(tensor));
  if (wild) throw new Diverged(`numbers in ${wild[0]} that are not finite`);
  const description: Description = { epoch, history, origin, candidate, network };
  const tensors = new Map(momenta);
  if (partial) {
    const { gathered, ...spent } = partial;
    const { probabilities, labels, ...sums } = gathered;
    for (const [name, tensor] of weights) tensors.set(name, tensor);
    tensors.set(PROBABILITIES, { type: 'float64', dims: [labels.length, classifier.classes.length], data: probabilities });
    tensors.set(LABELS, { type: 'int32', dims: [labels.length], data: labels });
    description.partial = { ...spent, ...sums };
  }
  const training = JSON.stringify(description);
  await writeTensors(file, { tensors, metadata: { training, digest: digestOf(tensors, training) } });
}

/**
 * Reads a state file.
 * @param classifierOf gives the classifier of an epoch's end by its hash; a state inside an epoch puts its own weights into `network`
 * Throws ProblemError when the file is cut short, altered, no state, not finite, or of another network.
 */
export async function readStateFile(
  file: string,
  network: Classifier,
  classifierOf: (epoch: number, hash: string) => Promise<Classifier>,
): Promise<TrainingState> {
  const { tensors, metadata } = await readTensors(file, REMEDY);
  const { training = '', digest } = metadata;
  if (digest !== digestOf(tensors, training)) throw damaged(file, 'contents that do not agree with their checksum');
  const { network: hash, partial, ...rest } = JSON.parse(training) as Description;
  const wild = [...tensors].find(([, tensor]) => !isFiniteTensor(tensor));
  if (wild) throw damaged(file, `numbers in ${wild[0]} that are not finite`);
  const momenta = new Map([...tensors].filter(([name]) => MOMENTUM.test(name)));
  if (!partial) return { ...rest, momenta, classifier: await classifierOf(rest.epoch, hash ?? '') };
  const { step, seconds, waited, ...sums } = partial;
  const own = [...tensors].filter(([name]) => !MOMENTUM.test(name) && name !== PROBABILITIES && name !== LABELS);
  const gathered = {
    probabilities: tensors.get(PROBABILITIES)!.data as Float64Array,
    labels: tensors.get(LABELS)!.data as Int32Array,
    ...sums,
  };
  return { ...rest, momenta, classifier: loadWeights(network, new Map(own), file), partial: { step, seconds, waited, gathered } };
}

function isFiniteTensor({ type, data }: Tensor): boolean {
  if (type !== 'float32' && type !== 'float64') return true;
  // Zero times a number is zero but for what is not finite; a test of every element would take several times as long.
  let sum = 0;
  for (const value of data as Float32Array | Float64Array) sum += value * 0;
  return sum === 0;
}

function digestOf(tensors: ReadonlyMap<string, Tensor>, training: string): string {
  const hash = createHash('sha256').update(training);
  for (const [name, tensor] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\n${name} ${tensor.type} ${tensor.dims.join()} ${elementCount(tensor.dims)}\n`).update(tensorBytes(tensor));
  return hash.digest('hex');
}

function damaged(file: string, found: string): ProblemError {
  return new ProblemError({ code: 'training.checkpoint', file, found, expected: 'a whole state of training', remedy: REMEDY });
}
