/**
 * The training graph: forward with batch statistics, loss, backward and SGD update of a classifier as one ONNX graph of standard operators,
 * made by the gradient rules. It runs wherever inference runs; feeding its outputs back as inputs is training.
 */
import { GraphBuilder } from '../network/builder';
import { parameterNames } from '../network/classifier';
import type { Classifier, ElementType, Graph, Node, ValueInfo } from '../network/graph';
import { elementCount } from '../network/tensor';
import { ProblemError } from '../protocol/problem';
import { gradientRule } from './gradients/index';
import { type Backward, writeUnchanged } from './gradients/rule';
import { crossEntropy } from './loss';
import { type SgdOptions, sgdStep } from './sgd';
import { standardOperators } from './standard/expand';
import { sumOf } from './sumOf';

export interface TrainingGraphOptions extends SgdOptions {
  /** Samples a step; the graph's shapes are fixed. A batch that is not full is filled up with samples of weight 0. */
  batch: number;
  /** Also output the bare gradients as `<parameter>/gradient`, for tests. Default false. */
  gradients?: boolean;
}

/** A tensor that changes from step to step: input `name`, output `<name>/next`, one axis of `count` elements. */
export interface StateTensor {
  name: string;
  dims: readonly number[];
  count: number;
}

/** What changes in training, in the order in which every engine gives it. */
export interface StateTensors {
  parameters: readonly StateTensor[];
  /** One per parameter, `<parameter>/momentum`. */
  momenta: readonly StateTensor[];
  /** Running statistics of the batch norms. */
  statistics: readonly StateTensor[];
}

/**
 * Inputs: image [batch, 3, S, S] and the classifier's further inputs [batch, …] under their names, labels one-hot [batch, classes],
 * weight [batch], learningRate [1], and every state tensor under its name.
 * Outputs: loss [1], logits [batch, classes], and every state tensor as `<name>/next`.
 */
export interface TrainingGraph extends StateTensors {
  /** In ONNX's operators alone: what runs on every device. */
  graph: Graph;
  /** In the training's own operators (operators.ts), with the shapes of all values: what graphs for one device are made from. */
  source: GraphBuilder;
  batch: number;
}

/**
 * A step in pieces. `gradients` takes a part of the batch, for as many parts as there are; `update` ends the step.
 * gradients: inputs as above but for learningRate and momenta, `batch` being the part's; totalWeight [1], the weight of the whole batch; and
 * a gradient so far as `<parameter>/gradient`, flat. Outputs: loss [1] (the part's share of it), logits, statistics and gradients as
 * `<name>/next`.
 * update: inputs parameters, momenta and their whole gradients, learningRate; outputs parameters and momenta as `<name>/next`.
 */
export interface SplitTrainingGraph extends StateTensors {
  gradients: Graph;
  update: Graph;
  /** Samples of a part. */
  part: number;
}

export const nextName = (name: string): string => `${name}/next`;
export const momentumName = (parameter: string): string => `${parameter}/momentum`;
export const gradientName = (parameter: string): string => `${parameter}/gradient`;

/** The classifier's own values, apart from those that training adds. */
const forwardName = (name: string): string => `forward/${name}`;

/** Throws ProblemError for an operator without gradient rule (naming it and its node) and for shapes that do not hold for this batch. */
export function buildTrainingGraph(classifier: Classifier, options: TrainingGraphOptions): TrainingGraph {
  const builder = new GraphBuilder(`${classifier.graph.name}-training`);
  const tensors = stateTensors(classifier.graph);
  const learningRate = builder.input('learningRate', [1]);
  const gradients = writeGradients(builder, classifier, tensors, options.batch);
  for (const { name, count } of tensors.momenta) builder.input(name, [count]);
  for (const { name } of tensors.parameters) {
    const gradient = gradients.get(name)!;
    if (options.gradients) emit(builder, gradient, gradientName(name));
    writeUpdate(builder, name, gradient, learningRate, options);
  }
  return { graph: standardOperators(builder), source: builder, batch: options.batch, ...tensors };
}

/** The same step for a batch that is taken in parts of `part` samples. Throws as buildTrainingGraph does. */
export function buildSplitTrainingGraph(classifier: Classifier, part: number, options: SgdOptions): SplitTrainingGraph {
  const tensors = stateTensors(classifier.graph);
  const builder = new GraphBuilder(`${classifier.graph.name}-gradients`);
  const gradients = writeGradients(builder, classifier, tensors, part, builder.input('totalWeight', [1]));
  const update = new GraphBuilder(`${classifier.graph.name}-update`);
  const learningRate = update.input('learningRate', [1]);
  for (const { name, count } of tensors.parameters) {
    const soFar = builder.input(gradientName(name), [count]);
    builder.output(builder.op('Add', [soFar, gradients.get(name)!], {}, { outputs: [nextName(gradientName(name))] }));
    update.input(name, [count]);
    update.input(momentumName(name), [count]);
    writeUpdate(update, name, update.input(gradientName(name), [count]), learningRate, options);
  }
  return { gradients: standardOperators(builder), update: update.graph, part, ...tensors };
}

/**
 * Writes inputs, forward pass, loss and backward pass; outputs loss, logits and the statistics' next values.
 * @param totalWeight [1], of the whole batch; default: the sum of the weights fed
 * @returns by parameter, the loss' gradient, flat
 */
function writeGradients(
  builder: GraphBuilder,
  { graph: source, inputSize, classes }: Classifier,
  { parameters, statistics: running }: StateTensors,
  batch: number,
  totalWeight?: string,
): Map<string, string> {
  const names = new Map(source.inputs.map((input) => [input.name, builder.input(...wholeBatch(input, batch, inputSize))]));
  const labels = builder.input('labels', [batch, classes.length]);
  const weight = builder.input('weight', [batch]);
  for (const { name, count } of [...parameters, ...running]) builder.input(name, [count]);
  for (const { name, dims } of parameters) names.set(name, dims.length === 1 ? name : builder.op('Reshape', [name, builder.int(dims)]));
  for (const { name } of running) names.set(name, name);

  const trained = new Set(parameters.map((p) => names.get(p.name)!));
  const { steps, statistics } = writeForward(builder, source, names, trained);
  const { loss, gradient } = crossEntropy(builder, names.get('logits')!, labels, weight, totalWeight);
  const terms = writeBackward(builder, steps, names.get('logits')!, gradient, trained);

  emit(builder, loss, 'loss');
  emit(builder, names.get('logits')!, 'logits');
  for (const { name } of running) emit(builder, statistics.get(name) ?? name, nextName(name));
  return new Map(
    parameters.map(({ name, count }) => {
      const own = terms.get(names.get(name)!);
      // A parameter the logits do not depend on still decays and keeps its momentum.
      const flat = own
        ? builder.op('Reshape', [sumOf(builder, own), builder.int([count])])
        : builder.op('Expand', [builder.float(0), builder.int([count])]);
      return [name, flat];
    }),
  );
}

/** A parameter's step, with its own and its momentum's next values as outputs. */
function writeUpdate(builder: GraphBuilder, name: string, gradient: string, learningRate: string, options: SgdOptions): void {
  const momentum = momentumName(name);
  const next = { parameter: nextName(name), momentum: nextName(momentum) };
  sgdStep(builder, { parameter: name, momentum, gradient, learningRate }, next, options);
  builder.output(next.parameter);
  builder.output(next.momentum);
}

/** An input with the fixed batch as its first size, as arguments of GraphBuilder.input; the free sizes of `image` are its sides. */
function wholeBatch({ name, type, dims }: ValueInfo, batch: number, side: number): [string, number[], ElementType] {
  if (name === 'image') return [name, [batch, 3, side, side], type];
  const [first, ...rest] = dims;
  const sizes = rest.filter((dim) => typeof dim === 'number');
  if (sizes.length === rest.length && (typeof first === 'string' || first === batch)) return [name, [batch, ...sizes], type];
  throw new ProblemError({
    code: 'training.inputs',
    found: `the input ${name} of shape [${dims.join(', ')}]`,
    expected: 'a free batch size first, and numbers after it',
    remedy: 'Export the network with a free batch dimension and no other.',
  });
}

function stateTensors(source: Graph): StateTensors {
  const running = new Set(source.nodes.filter((node) => node.op === 'BatchNormalization').flatMap((node) => node.inputs.slice(3, 5)));
  const all = parameterNames(source).map((name): StateTensor => {
    const { dims } = source.initializers.get(name)!;
    return { name, dims, count: elementCount(dims) };
  });
  const parameters = all.filter(({ name }) => !running.has(name));
  const momenta = parameters.map((p) => ({ ...p, name: momentumName(p.name) }));
  return { parameters, momenta, statistics: all.filter(({ name }) => running.has(name)) };
}

/** A layer that was written, and the way back through it. */
interface Step {
  node: Node;
  inputs: readonly string[];
  backward: Backward;
}

/** Writes every node in training form; `trained` grows by all values that depend on a trained parameter. */
function writeForward(
  builder: GraphBuilder,
  source: Graph,
  names: Map<string, string>,
  trained: Set<string>,
): { steps: Step[]; statistics: Map<string, string> } {
  const steps: Step[] = [];
  const statistics = new Map<string, string>();
  const shifts = shiftsBefore(source);
  const negated = new Map<string, string>();
  for (const original of source.nodes) {
    const node = { ...original, name: forwardName(original.name), outputs: original.outputs.map(forwardName) };
    const inputs = node.inputs.map((name) => (name === '' ? '' : (names.get(name) ?? copyConstant(builder, source, names, name))));
    const mean = shifts.get(original.outputs[0]) ?? (node.op === 'BatchNormalization' ? shifts.get(node.inputs[0]) : undefined);
    if (mean !== undefined && !negated.has(mean)) negated.set(mean, builder.op('Neg', [names.get(mean)!]));
    const site = {
      builder,
      node,
      inputs,
      shift: mean === undefined ? undefined : negated.get(mean),
      keep: (statistic: string, next: string) => void statistics.set(statistic, next),
    };
    guardShapes(original, () => {
      if (inputs.some((input) => trained.has(input))) {
        steps.push({ node, inputs, backward: gradientRule(original)(site) });
        trained.add(node.outputs[0]);
      } else writeUnchanged(site);
    });
    original.outputs.forEach((output, i) => {
      names.set(output, node.outputs[i]);
    });
  }
  return { steps, statistics };
}

/** Goes back from the logits; the terms of the loss' gradient by every trained value. */
function writeBackward(
  builder: GraphBuilder,
  steps: readonly Step[],
  logits: string,
  gradient: string,
  trained: ReadonlySet<string>,
): Map<string, string[]> {
  const terms = new Map<string, string[]>([[logits, [gradient]]]);
  for (const { node, inputs, backward } of [...steps].reverse()) {
    const incoming = terms.get(node.outputs[0]);
    if (!incoming) continue; // nothing of the loss depends on it
    const wanted = inputs.map((input) => trained.has(input));
    const outgoing = backward(sumOf(builder, incoming), wanted);
    inputs.forEach((input, i) => {
      const term = outgoing[i];
      if (wanted[i] && term !== undefined) terms.set(input, [...(terms.get(input) ?? []), term]);
    });
  }
  return terms;
}

/**
 * Convolutions without bias whose only reader is a batch norm, by output, with that batch norm's running mean: the convolution takes the
 * running mean off for nothing, and the batch norm's variance keeps its digits.
 */
function shiftsBefore(source: Graph): Map<string, string> {
  const readers = new Map<string, number>();
  for (const name of [...source.nodes.flatMap((node) => node.inputs), ...source.outputs.map((output) => output.name)])
    readers.set(name, (readers.get(name) ?? 0) + 1);
  const bare = new Set(source.nodes.filter((node) => node.op === 'Conv' && node.inputs.length === 2).map((node) => node.outputs[0]));
  const pairs = source.nodes.filter(
    (node) => node.op === 'BatchNormalization' && bare.has(node.inputs[0]) && readers.get(node.inputs[0]) === 1,
  );
  return new Map(pairs.map((node) => [node.inputs[0], node.inputs[3]]));
}

/** A constant of the classifier that is not trained: shapes, axes and such. */
function copyConstant(builder: GraphBuilder, source: Graph, names: Map<string, string>, name: string): string {
  const tensor = source.initializers.get(name);
  if (!tensor) throw new RangeError(`Nothing makes the value ${name} of graph ${source.name}.`);
  const copy = builder.initializer(forwardName(name), tensor);
  names.set(name, copy);
  return copy;
}

function emit(builder: GraphBuilder, value: string, name: string): void {
  builder.output(builder.op('Identity', [value], {}, { outputs: [name] }));
}

/** A shape that does not fit is the network's fault here, e.g. a Reshape that holds a batch size of its own. */
function guardShapes(node: Node, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProblemError({
      code: 'training.shapes',
      found: `node ${node.name} (${node.op}), whose shapes do not hold for a whole batch: ${error.message}`,
      expected: 'a network that takes a batch of any size',
      remedy: 'Export the network with a free batch dimension.',
    });
  }
}
