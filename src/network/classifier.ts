/** A classifier as a file: an ONNX model whose metadata says which network, classes and input it has. */
import { createHash } from 'node:crypto';
import { ProblemError } from '../protocol/problem';
import { AUXILIARY, areFeatures, columnCount } from './auxiliaryFeature';
import { modelMessage } from './encode';
import type { Classifier, Graph, Tensor } from './graph';
import { findHead } from './head';
import { readModel, writeModel } from './model';
import { inferShapes } from './shapes';

export { headWeights } from './head';

/** Writes the classifier as ONNX with its metadata, under a temporary name first. */
export async function writeClassifier(c: Classifier, file: string): Promise<void> {
  await writeModel(withMetadata(c), file);
}

/** Reads a classifier written here. Throws ProblemError when the file is no model, another network, or contradicts its own metadata. */
export async function readClassifier(file: string): Promise<Classifier> {
  return asClassifier(await readModel(file), file);
}

/** The graph read as a classifier by its metadata; `file` names it in messages. */
export function asClassifier(graph: Graph, file?: string): Classifier {
  const entry = (key: string): string => {
    const value = graph.metadata[`deepminer.${key}`];
    if (value === undefined) throw foreign(file, `an ONNX model without the entry deepminer.${key}`);
    return value;
  };
  const architecture = entry('architecture');
  const classes = parse(entry('classes'), file, (v): v is string[] => Array.isArray(v) && v.every((name) => typeof name === 'string'));
  const inputSize = parse(entry('inputSize'), file, (v): v is number => Number.isInteger(v) && Number(v) > 0);
  const mean = parse(entry('mean'), file, isTriple);
  const std = parse(entry('std'), file, isTriple);
  const head = findHead(graph, 'logits', file);
  const facts = shapesOf(graph, file);
  const features = facts.get('features');
  const logits = facts.get('logits');
  const auxiliary = 'deepminer.auxiliary' in graph.metadata ? parse(entry('auxiliary'), file, areFeatures) : undefined;
  const inputs = auxiliary ? ['image', AUXILIARY.values, AUXILIARY.present] : ['image'];
  if (head.features !== 'features' || graph.inputs.map(({ name }) => name).join() !== inputs.join() || !features || !logits)
    throw foreign(file, `inputs ${names(graph.inputs)} and outputs ${names(graph.outputs)}, pooling ${head.features}`);
  const units = features.dims[1];
  if (typeof units !== 'number' || logits.dims[1] !== classes.length)
    throw foreign(file, `logits [${logits.dims.join(', ')}] for the ${classes.length} classes ${classes.join(', ')}`);
  if (auxiliary && (graph.inputs[1].dims[1] !== columnCount(auxiliary) || graph.inputs[2].dims[1] !== auxiliary.length))
    throw foreign(file, `inputs of other sizes than its ${auxiliary.length} features (${auxiliary.map(({ name }) => name).join(', ')})`);
  const { weight, bias } = head;
  return { graph, architecture, classes, inputSize, units, head: { weight, bias }, mean, std, ...(auxiliary && { auxiliary }) };
}

/**
 * Content address of a network: SHA-256 (hex) of its graph, weights, classes and normalisation. Other metadata of the file, e.g. who wrote
 * it when, does not change it.
 */
export function networkHash(c: Classifier): string {
  const own = Object.entries(classifierMetadata(c)).sort(([a], [b]) => (a < b ? -1 : 1));
  const initializers = new Map([...c.graph.initializers].sort(([a], [b]) => (a < b ? -1 : 1)));
  const hash = createHash('sha256');
  for (const chunk of modelMessage({ ...c.graph, initializers, metadata: Object.fromEntries(own) }).chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Names of the trained tensors and running statistics: what convolutions, batch norms and linear layers read from initializers. */
export function parameterNames(graph: Graph): string[] {
  const layers = new Set(['Conv', 'ConvTranspose', 'BatchNormalization', 'Gemm']);
  const read = graph.nodes.filter((node) => layers.has(node.op)).flatMap((node) => node.inputs.slice(1));
  return [...new Set(read)].filter((name) => graph.initializers.has(name));
}

/**
 * The same network with other weights, e.g. from a checkpoint; the tensors are taken as they are, not copied. Names and shapes must match
 * exactly, except that PyTorch's `num_batches_tracked` counters, with which nothing is computed, are passed over.
 * Throws ProblemError that lists every missing, extra and misshapen tensor.
 */
export function loadWeights(c: Classifier, tensors: ReadonlyMap<string, Tensor>, file?: string): Classifier {
  const wanted = parameterNames(c.graph);
  const extra = [...tensors.keys()].filter((name) => !wanted.includes(name) && !name.endsWith('num_batches_tracked'));
  const missing = wanted.filter((name) => !tensors.has(name));
  const misshapen = wanted.flatMap((name) => {
    const [mine, other] = [c.graph.initializers.get(name), tensors.get(name)];
    if (!mine || !other || (other.type === mine.type && other.dims.join() === mine.dims.join())) return [];
    return [`${name} ${other.type} [${other.dims.join(', ')}] instead of ${mine.type} [${mine.dims.join(', ')}]`];
  });
  const faults = [
    ...(missing.length > 0 ? [`${missing.length} missing tensors (${missing.join(', ')})`] : []),
    ...(extra.length > 0 ? [`${extra.length} tensors this network does not have (${extra.join(', ')})`] : []),
    ...(misshapen.length > 0 ? [`${misshapen.length} tensors of another shape (${misshapen.join('; ')})`] : []),
  ];
  if (faults.length > 0)
    throw new ProblemError({
      code: 'network.weights.mismatch',
      file,
      found: faults.join('; '),
      expected: `exactly the ${wanted.length} tensors of ${c.architecture} for ${c.classes.length} classes`,
      remedy: 'Choose the architecture and the classes that the weights were made for.',
    });
  const initializers = new Map(c.graph.initializers);
  for (const name of wanted) initializers.set(name, tensors.get(name)!);
  return { ...c, graph: { ...c.graph, initializers } };
}

function shapesOf(graph: Graph, file: string | undefined): ReturnType<typeof inferShapes> {
  try {
    return inferShapes(graph);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw foreign(file, `a graph that contradicts itself (${error.message})`);
  }
}

function withMetadata(c: Classifier): Graph {
  return { ...c.graph, metadata: { ...c.graph.metadata, ...classifierMetadata(c) } };
}

function classifierMetadata(c: Classifier): Record<string, string> {
  return {
    'deepminer.architecture': c.architecture,
    'deepminer.classes': JSON.stringify(c.classes),
    'deepminer.inputSize': JSON.stringify(c.inputSize),
    'deepminer.mean': JSON.stringify(c.mean),
    'deepminer.std': JSON.stringify(c.std),
    ...(c.auxiliary && { 'deepminer.auxiliary': JSON.stringify(c.auxiliary) }),
  };
}

function parse<T>(text: string, file: string | undefined, fits: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(text);
    if (fits(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw foreign(file, `a metadata entry that reads ${text.slice(0, 80)}`);
}

function isTriple(value: unknown): value is [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every((v) => typeof v === 'number');
}

function names(values: readonly { name: string }[]): string {
  return values.map((value) => value.name).join(', ') || 'none';
}

function foreign(file: string | undefined, found: string): ProblemError {
  return new ProblemError({
    code: 'network.classifier.foreign',
    file,
    found,
    expected: "a classifier of this project: input `image`, outputs `features` and `logits`, and deepminer's metadata",
    remedy: 'Choose a checkpoint that a DeepMiner run wrote.',
  });
}
