/**
 * Another program's classifier as ours: an ONNX file that ends in convolutions, pooling and linear layers is cut behind its last feature map
 * and ends in global average pooling and one linear layer from there on, so that it can be trained, mined and explained.
 */
import { ProblemError } from '../../protocol/problem';
import { parameterNames } from '../classifier';
import type { Classifier, Graph, Node } from '../graph';
import { IMAGENET_MEAN, IMAGENET_STD } from '../residual';
import { foldConstants, plainGraph } from './constants';
import { type Ending, endingOf, ownHead } from './ending';
import { drawnLayer, keptLayer, type LinearLayer, withHead } from './newHead';
import { toWrittenOpset } from './operators';
import { imageInput, type Outline, outlineOf } from './outline';
import { refusal } from './problem';
import { type Trunk, trunkOf } from './trunk';

export type Triple = readonly [number, number, number];

export interface ImportOptions {
  classes: readonly string[];
  /** Side of the square patches in pixels. */
  inputSize: number;
  /** Of the new linear layer's weights. */
  seed: number;
  /** Value or node to take as last feature map; absent: found. */
  features?: string;
  /** Value or node to take as logits; absent: found. */
  head?: string;
  /** Keep the network's own linear layer; it must have these classes' number of outputs. */
  keepHead?: boolean;
  /** Normalisation of a grey value in 0..1, per channel; default: ImageNet's. */
  mean?: Triple;
  std?: Triple;
  /** Names the file in messages. */
  file?: string;
}

/** What was taken for what, in the file's own names. */
export interface ImportReport {
  image: { name: string; dims: readonly (number | string)[] };
  features: { value: string; layer: string; dims: readonly (number | string)[] };
  output: { value: string; others: readonly string[] };
  /** The network's own linear layers, which are left out or kept. */
  linear: readonly string[];
  kept: boolean;
  /** Outputs of the network's own linear layer where it has our form already, i.e. where that layer can be kept. */
  ownOutputs?: number;
  /** Why only images of one size can pass; absent where views of any size can. */
  fixedSize?: string;
  /** Whatever else is worth knowing, a sentence each. */
  notes: readonly string[];
}

/** ImageNet's mean and deviation over its three channels, for networks of one. */
const GREY_MEAN = [0.449, 0.449, 0.449] as const;
const GREY_STD = [0.226, 0.226, 0.226] as const;

/**
 * The classifier, and what was found. Parameters keep the file's names; they are shared with `source`, not copied.
 * Throws ProblemError `network.import.*` that says what stands in the way.
 */
export async function importClassifier(source: Graph, options: ImportOptions): Promise<{ classifier: Classifier; report: ImportReport }> {
  const { classes, inputSize, file } = options;
  if (classes.length < 2 || !Number.isInteger(inputSize) || inputSize < 8)
    throw refusal(file, {
      what: 'options',
      found: `${classes.length} classes and patches of ${inputSize} pixels`,
      expected: 'at least two classes and a whole number of at least 8 pixels',
      remedy: 'Correct classes or patches.size.',
    });
  const { outline, ending, trunk } = await understood(source, options);
  const own = ownHead(ending, outline.facts);
  const kept = own && keptLayer(outline.graph, own);
  const units = Number(trunk.dims[1]);
  if (options.keepHead) requireSame(kept, ending, options);
  const layer = options.keepHead && kept ? kept : drawnLayer(trunk.graph, classes.length, units, options.seed);
  const graph = withHead(trunk.graph, layer);
  const grey = outline.image.dims[1] === 1;
  const classifier: Classifier = {
    graph,
    architecture: 'imported',
    classes: [...classes],
    inputSize,
    units,
    head: { weight: layer.weight.name, bias: layer.bias.name },
    mean: options.mean ?? (grey ? GREY_MEAN : IMAGENET_MEAN),
    std: options.std ?? (grey ? GREY_STD : IMAGENET_STD),
  };
  return { classifier, report: reportOf(outline, ending, trunk, kept?.weight.tensor.dims[0], options, graph) };
}

async function understood(source: Graph, options: ImportOptions): Promise<{ outline: Outline; ending: Ending; trunk: Trunk }> {
  const { file } = options;
  try {
    imageInput(source, file);
    const graph = plainGraph(toWrittenOpset(await foldConstants(plainGraph(source)), file));
    const outline = outlineOf(graph, options.inputSize, options.head, file);
    const ending = endingOf(outline, options.features, file);
    return { outline, ending, trunk: trunkOf(outline, ending, options.inputSize, file) };
  } catch (error) {
    if (error instanceof ProblemError || !(error instanceof RangeError)) throw error;
    throw refusal(file, {
      what: 'shapes',
      found: `a graph whose shapes contradict themselves (${error.message})`,
      expected: 'a network that computes',
      remedy: 'Export the network again, with opset_version=17.',
    });
  }
}

function requireSame(kept: LinearLayer | undefined, ending: Ending, { classes, file }: ImportOptions): void {
  const rows = kept?.weight.tensor.dims[0];
  if (rows === classes.length) return;
  const layers = ending.linear.map(({ name }) => name).join(', ') || 'no linear layer';
  throw refusal(file, {
    what: 'keepHead',
    found: rows === undefined ? `${layers} behind the last feature map` : `a linear layer of ${rows} outputs`,
    expected: `global average pooling and one linear layer of ${classes.length} outputs (${classes.join(', ')})`,
    remedy: 'Set network.keepHead to false: a new linear layer is trained then.',
  });
}

function reportOf(
  outline: Outline,
  ending: Ending,
  trunk: Trunk,
  ownOutputs: number | undefined,
  options: ImportOptions,
  graph: Graph,
): ImportReport {
  const notes: string[] = [];
  const { image, otherOutputs, graph: original } = outline;
  if (otherOutputs.length > 0) notes.push(`Further outputs are left out: ${otherOutputs.join(', ')}.`);
  if (ownOutputs === undefined)
    notes.push(
      ending.linear.length === 0
        ? 'The network has no linear layer behind its last feature map: one is put there, after global average pooling.'
        : `The class-activation-map form is trained: global average pooling and one linear layer take the place of ${ending.tail.length} layers (${ending.linear.length} linear).`,
    );
  if (image.dims[1] === 1) notes.push('The network takes one channel: the first of three equal ones.');
  if (typeof image.dims[2] === 'number' && image.dims[2] !== options.inputSize)
    notes.push(`It was exported for ${image.dims[2]} pixels and is used with ${options.inputSize}.`);
  for (const [before, after] of trunk.renamed) notes.push(`The tensor ${before} is called ${after} here.`);
  const frozen = untrained(graph);
  if (frozen.length > 0)
    notes.push(
      `${frozen.length} constants belong to no convolution, batch norm or linear layer and are not trained: ${frozen.slice(0, 5).join(', ')}${frozen.length > 5 ? ', …' : ''}.`,
    );
  if (!original.nodes.some(({ op }) => op === 'BatchNormalization'))
    notes.push('It holds no batch norms: an export for inference folds them into the convolutions, which are trained as they are.');
  const maker = ending.maker;
  return {
    image: { name: image.name, dims: image.dims },
    features: { value: ending.features, layer: maker ? `${maker.op} ${maker.name}` : '', dims: trunk.dims },
    output: { value: outline.output, others: otherOutputs },
    linear: ending.linear.map(({ op, name }) => `${op} ${name}`),
    kept: options.keepHead ?? false,
    ...(ownOutputs !== undefined && { ownOutputs }),
    ...(trunk.fixed !== undefined && { fixedSize: trunk.fixed }),
    notes,
  };
}

/** Float constants of more than one element that training does not change. */
function untrained(graph: Graph): string[] {
  const trained = new Set(parameterNames(graph));
  const read = new Set(graph.nodes.flatMap((node: Node) => node.inputs));
  return [...graph.initializers].flatMap(([name, { type, data }]) =>
    type === 'float32' && data.length > 1 && read.has(name) && !trained.has(name) ? [name] : [],
  );
}
