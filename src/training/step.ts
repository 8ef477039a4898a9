/** A trainer holds a classifier's weights and momenta and changes them step by step by running the training graph. */
import { loadWeights } from '../network/classifier';
import type { Classifier, Tensor } from '../network/graph';
import { type Device, openSession, type Session, type Value } from '../network/session';
import { floatTensor } from '../network/tensor';
import { ProblemError } from '../protocol/problem';
import { buildTrainingGraph, nextName, type StateTensor, type TrainingGraph, type TrainingGraphOptions } from './graph';

export interface TrainerOptions extends Omit<TrainingGraphOptions, 'gradients'> {
  device?: Device;
  /** Threads of one operator; default: all cores. */
  threads?: number;
}

export interface StepResult {
  /** Mean cross-entropy over the samples by weight, before the step. */
  loss: number;
  /** [batch, classes], before the step, with the batch's own statistics. */
  logits: Float32Array;
}

export class Trainer {
  private readonly initial: Classifier;
  private readonly graph: TrainingGraph;
  private readonly session: Session;
  /** Every state tensor by name; a step's outputs are the next step's inputs as they are. */
  private state: Record<string, Value>;

  private constructor(initial: Classifier, graph: TrainingGraph, session: Session) {
    this.initial = initial;
    this.graph = graph;
    this.session = session;
    this.state = {};
    for (const { name, count } of [...graph.parameters, ...graph.statistics])
      this.state[name] = { dims: [count], data: initial.graph.initializers.get(name)!.data };
    for (const { name, count } of graph.momenta) this.state[name] = { dims: [count], data: new Float32Array(count) };
  }

  /** Builds the training graph and opens it on the device. Throws ProblemError when it cannot be trained or the device is not there. */
  static async create(classifier: Classifier, { device, threads, ...options }: TrainerOptions): Promise<Trainer> {
    const graph = buildTrainingGraph(classifier, options);
    // Planning memory ahead takes half as much again for the activations of a step, and no less time.
    return new Trainer(classifier, graph, await openSession(graph.graph, { device, threads, memoryPattern: false }));
  }

  get batch(): number {
    return this.graph.batch;
  }

  /**
   * One SGD step.
   * @param images [batch, 3, S, S], normalised
   * @param labels class index per sample [batch]
   * @param weights [batch]: 1, or 0 for a sample that only fills the batch
   */
  async step(images: Float32Array, labels: ArrayLike<number>, weights: Float32Array, learningRate: number): Promise<StepResult> {
    const { batch } = this.graph;
    const { inputSize, classes } = this.initial;
    const outputs = await this.session.run({
      ...this.state,
      image: { dims: [batch, 3, inputSize, inputSize], data: images },
      labels: { dims: [batch, classes.length], data: oneHot(labels, batch, classes.length) },
      weight: { dims: [batch], data: weights },
      learningRate: { dims: [1], data: Float32Array.of(learningRate) },
    });
    const { loss, logits, ...next } = outputs;
    const state: Record<string, Value> = {};
    for (const name of Object.keys(this.state)) state[name] = next[nextName(name)];
    this.state = state;
    return { loss: loss.data[0], logits: logits.data };
  }

  /** The classifier with the weights and running statistics of now; later steps do not change it. */
  classifier(): Classifier {
    const { parameters, statistics } = this.graph;
    return loadWeights(this.initial, new Map([...parameters, ...statistics].map((t) => [t.name, this.tensor(t)])));
  }

  /** The momenta of now, by `<parameter>/momentum`; with the classifier, all that training goes on from. */
  momenta(): Map<string, Tensor> {
    return new Map(this.graph.momenta.map((t) => [t.name, this.tensor(t)]));
  }

  /** Goes on from a classifier of this network and its momenta. Throws ProblemError when a momentum is missing or misshapen. */
  restore(classifier: Classifier, momenta: ReadonlyMap<string, Tensor>, file?: string): void {
    const loaded = new Map(
      [...this.graph.parameters, ...this.graph.statistics].map(({ name }) => [name, classifier.graph.initializers.get(name)]),
    );
    for (const { name } of this.graph.momenta) loaded.set(name, momenta.get(name));
    const state: Record<string, Value> = {};
    for (const { name, dims, count } of [...this.graph.parameters, ...this.graph.statistics, ...this.graph.momenta]) {
      const tensor = loaded.get(name);
      if (!(tensor?.data instanceof Float32Array) || tensor.dims.join() !== dims.join())
        throw new ProblemError({
          code: 'training.state.mismatch',
          file,
          found: tensor ? `${name} of shape [${tensor.dims.join(', ')}]` : `no tensor ${name}`,
          expected: `${name} of shape [${dims.join(', ')}]`,
          remedy: 'This state belongs to another network: resume with the network it was made by, or start a new run.',
        });
      state[name] = { dims: [count], data: tensor.data };
    }
    this.state = state;
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private tensor({ name, dims }: StateTensor): Tensor {
    return floatTensor(dims, this.state[name].data as Float32Array);
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
