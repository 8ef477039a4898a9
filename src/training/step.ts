/** A trainer holds a classifier's weights and momenta and changes them step by step by running the training graph. */
import { loadWeights } from '../network/classifier';
import type { Classifier, Tensor } from '../network/graph';
import type { Device, Value } from '../network/session';
import { floatTensor } from '../network/tensor';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import type { EngineOptions, StepResult } from './engine';
import { buildTrainingGraph, type StateTensor, type TrainingGraph, type TrainingGraphOptions } from './graph';
import { openRecoveringEngine, type RecoveringEngine } from './recovery';

export interface TrainerOptions extends Omit<TrainingGraphOptions, 'gradients'> {
  device?: Device;
  /** Threads of one operator; default: all cores. */
  threads?: number;
  /** Samples that are taken at a time; default: the whole batch. Fewer where memory does not suffice. */
  microBatch?: number;
  /** The door to the device; default: onnxruntime. */
  open?: EngineOptions['open'];
  /** `standard` leaves out the CPU's blocked layout. */
  layout?: EngineOptions['layout'];
  /** Told of what memory forces training to. */
  log?: Task['log'];
}

/** What one step is made from. */
export interface StepBatch {
  /** [batch, 3, S, S], normalised. */
  images: Float32Array;
  /** Class index per sample [batch]. */
  labels: ArrayLike<number>;
  /** [batch]: how much a sample counts, relative to the others; 0 for one that only fills the batch. Not all 0. */
  weights: Float32Array;
  /** The classifier's further inputs by name, each [batch, …]. */
  inputs?: Readonly<Record<string, Value>>;
}

export class Trainer {
  private readonly initial: Classifier;
  private readonly graph: TrainingGraph;
  private readonly engine: RecoveringEngine;

  private constructor(initial: Classifier, graph: TrainingGraph, engine: RecoveringEngine) {
    this.initial = initial;
    this.graph = graph;
    this.engine = engine;
  }

  /**
   * Builds the training graph and opens it on the device, in parts where memory does not suffice for a whole batch. Throws ProblemError when
   * it cannot be trained, the device is not there, or has no room for a single sample.
   */
  static async create(classifier: Classifier, options: TrainerOptions): Promise<Trainer> {
    const graph = buildTrainingGraph(classifier, options);
    const trainer = new Trainer(classifier, graph, await openRecoveringEngine(classifier, graph, options));
    const still = graph.momenta.map(({ name, dims, count }) => [name, floatTensor(dims, new Float32Array(count))] as const);
    await trainer.restore(classifier, new Map(still));
    return trainer;
  }

  get batch(): number {
    return this.graph.batch;
  }

  get device(): Device {
    return this.engine.device;
  }

  /** Channels of a block where the CPU's blocked layout is used, else 0. */
  get block(): number {
    return this.engine.block;
  }

  /** Samples that are taken at a time: the batch, or fewer where memory does not suffice. */
  get microBatch(): number {
    return this.engine.microBatch;
  }

  /** One SGD step. A step that fails leaves the state as it was before. */
  step({ images, labels, weights, inputs = {} }: StepBatch, learningRate: number): Promise<StepResult> {
    const { batch } = this.graph;
    const { inputSize, classes } = this.initial;
    return this.engine.run({
      ...inputs,
      image: { dims: [batch, 3, inputSize, inputSize], data: images },
      labels: { dims: [batch, classes.length], data: oneHot(labels, batch, classes.length) },
      weight: { dims: [batch], data: weights },
      learningRate: { dims: [1], data: Float32Array.of(learningRate) },
    });
  }

  /** The classifier with the weights and running statistics of now; later steps do not change it. */
  async classifier(): Promise<Classifier> {
    return loadWeights(this.initial, await this.tensors([...this.graph.parameters, ...this.graph.statistics]));
  }

  /** The momenta of now, by `<parameter>/momentum`; with the classifier, all that training goes on from. */
  momenta(): Promise<Map<string, Tensor>> {
    return this.tensors(this.graph.momenta);
  }

  /** Goes on from a classifier of this network and its momenta. Throws ProblemError when a momentum is missing or misshapen. */
  async restore(classifier: Classifier, momenta: ReadonlyMap<string, Tensor>, file?: string): Promise<void> {
    const own = new Set(this.graph.momenta.map(({ name }) => name));
    const state = new Map<string, Float32Array>();
    for (const { name, dims } of [...this.graph.parameters, ...this.graph.statistics, ...this.graph.momenta]) {
      const tensor = own.has(name) ? momenta.get(name) : classifier.graph.initializers.get(name);
      if (!(tensor?.data instanceof Float32Array) || tensor.dims.join() !== dims.join())
        throw new ProblemError({
          code: 'training.state.mismatch',
          file,
          found: tensor ? `${name} of shape [${tensor.dims.join(', ')}]` : `no tensor ${name}`,
          expected: `${name} of shape [${dims.join(', ')}]`,
          remedy: 'This state belongs to another network: resume with the network it was made by, or start a new run.',
        });
      state.set(name, tensor.data);
    }
    await this.engine.load(state);
  }

  release(): Promise<void> {
    return this.engine.release();
  }

  private async tensors(wanted: readonly StateTensor[]): Promise<Map<string, Tensor>> {
    const values = await this.engine.read(wanted.map(({ name }) => name));
    return new Map(wanted.map(({ name, dims }) => [name, floatTensor(dims, values.get(name)!)]));
  }
}

function oneHot(labels: ArrayLike<number>, batch: number, classes: number): Float32Array {
  if (labels.length !== batch) throw new RangeError(`A batch has ${batch} labels, found ${labels.length}.`);
  const rows = new Float32Array(batch * classes);
  for (let i = 0; i < batch; i++) {
    if (!(labels[i] >= 0 && labels[i] < classes)) throw new RangeError(`Label ${labels[i]} is none of ${classes} classes.`);
    rows[i * classes + labels[i]] = 1;
  }
  return rows;
}
