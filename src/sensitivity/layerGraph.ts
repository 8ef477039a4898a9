/**
 * A classifier that also says what a layer's units weigh: behind the last layer, the linear layer's weights say it; before it, a unit's weight
 * for a class differs from image to image and comes from the gradient of the class' logit.
 */
import { windowOf } from '../network/attributes';
import { GraphBuilder } from '../network/builder';
import { toFullyConvolutional } from '../network/fullyConvolutional';
import type { Classifier, Graph, Node } from '../network/graph';
import { headWeights } from '../network/head';
import type { Layer } from '../network/layers';
import { ancestors } from '../network/paths';
import { floatTensor } from '../network/tensor';
import { ProblemError } from '../protocol/problem';
import type { Backward } from '../training/gradients/rule';
import { batchNorm, channelFactors } from './batchNorm';
import { conv } from './conv';
import { countAlong, spreadOver } from './freeSizes';
import { ruleOf } from './rules';

/** Patches as the classifier takes them, or whole views of any size through the fully convolutional form. */
export type Form = 'patches' | 'views';

export interface LayerGraph {
  graph: Graph;
  /** Its outputs: the layer's maps [N, units, h, w]; logits [N, K] of patches or logit maps [N, K, h', w'] of views. */
  features: string;
  logits: string;
  /** Weights [N, K, units]. */
  weights: string;
  /** Values of the maps behind the layer, of one image: the measure of what a run holds in memory. Undefined for views. */
  heldPerImage?: number;
}

/**
 * The classifier with an output `weights` more. The weight of a unit for a class on an image is the sum, over the cells of its map, of the
 * gradient of the class' logit by them: Grad-CAM's alpha (Selvaraju et al., ICCV 2017, equation 1) times the number of cells. Moving the
 * whole map by a small d moves the logit by weight x d; for the last layer it is the linear layer's weight. The logit of a view is the mean of
 * its logit map, as the pooled classifier would say; that of a network with features beside the image is the image's own part.
 * The network is as it is in use (running statistics); one backward pass a class, in standard operators, in the one graph.
 * Throws ProblemError where an operator behind the layer has no gradient rule, and for views as toFullyConvolutional does.
 */
export function layerGraph(c: Classifier, layer: Layer, form: Form): LayerGraph {
  const source = form === 'views' ? toFullyConvolutional(c) : c.graph;
  const builder = new GraphBuilder({ ...source, name: `${source.name} from ${layer.name}`, nodes: [], outputs: [] }, namesOf(source));
  const steps = writeForward(builder, source, layer.value);
  const { weight } = headWeights(c);
  const perClass = c.classes.map((_, k) => {
    const row = floatTensor([1, c.units, 1, 1], weight.slice(k * c.units, (k + 1) * c.units));
    const seed = spreadOver(builder, builder.constant(row), 'features');
    const gradient = writeBackward(builder, steps, seed, layer.value);
    const sum = builder.op('ReduceSum', [gradient, builder.int([2, 3])], { keepdims: { int: 0 } });
    return builder.op('Unsqueeze', [sum, builder.int([1])]);
  });
  // The logit is a mean over the last map's cells: its gradient there is the linear layer's weight over their number, divided off here.
  const stacked = perClass.length > 1 ? builder.op('Concat', perClass, { axis: { int: 1 } }) : perClass[0];
  const weights = builder.op('Div', [stacked, countAlong(builder, 'features', [2, 3])]);
  for (const output of source.outputs) if (output.name !== 'features' && output.name !== layer.value) builder.output(output.name);
  builder.output(layer.value);
  builder.output(weights);
  return {
    graph: builder.graph,
    features: layer.value,
    logits: form === 'views' ? 'logitMap' : 'logits',
    weights,
    ...(form === 'patches' && { heldPerImage: heldBehind(builder, steps) }),
  };
}

/** A node behind the layer, and the way back through it. */
interface Step {
  node: Node;
  /** Which of its inputs depend on the layer. */
  wanted: readonly boolean[];
  backward: Backward;
}

/** Writes the network; the steps are what stands between the layer and the last feature map. */
function writeForward(builder: GraphBuilder, source: Graph, layer: string): Step[] {
  const between = new Set(ancestors(source.nodes, 'features'));
  const dependent = new Set([layer]);
  const norms = normsBehind(source, layer);
  const steps: Step[] = [];
  for (const node of source.nodes) {
    const wanted = node.inputs.map((name) => dependent.has(name));
    if (!between.has(node) || node.outputs.includes(layer) || !wanted.includes(true)) {
      builder.ops(node.op, node.inputs, node.attributes, { name: node.name, outputs: node.outputs, domain: node.domain });
      continue;
    }
    // Gradients go through first outputs; nothing of a network reads a pooling's places.
    dependent.add(node.outputs[0]);
    steps.push({ node, wanted, backward: guarded(node, () => writeStep(builder, node, norms)) });
  }
  return steps;
}

function writeStep(builder: GraphBuilder, node: Node, norms: ReadonlyMap<string, Node>): Backward {
  const site = { builder, node, inputs: node.inputs, keep: () => undefined };
  if (node.op === 'BatchNormalization') return batchNorm(site, norms.has(node.inputs[0]));
  if (node.op === 'Conv') {
    const norm = norms.get(node.outputs[0]);
    return conv(site, norm && channelFactors(builder, norm));
  }
  const rule = ruleOf(node);
  if (!rule) throw new RangeError('an operator without gradient rule');
  return rule(site);
}

/** Goes back from the last feature map, whose gradient is `seed`, to the layer's. */
function writeBackward(builder: GraphBuilder, steps: readonly Step[], seed: string, layer: string): string {
  const terms = new Map<string, string[]>([['features', [seed]]]);
  for (const { node, wanted, backward } of [...steps].reverse()) {
    const incoming = terms.get(node.outputs[0]);
    if (!incoming) continue;
    const outgoing = guarded(node, () => backward(added(builder, incoming), wanted));
    node.inputs.forEach((input, i) => {
      const term = outgoing[i];
      if (wanted[i] && term !== undefined) terms.set(input, [...(terms.get(input) ?? []), term]);
    });
  }
  // What only sizes are taken of weighs nothing.
  return added(builder, terms.get(layer) ?? [spreadOver(builder, builder.float(0), layer)]);
}

/** The sum of gradients that meet; of three and more in one operator, which engines that lack it take pairwise (withDeviceOperators). */
function added(builder: GraphBuilder, terms: readonly string[]): string {
  return terms.length > 2 ? builder.op('Sum', terms) : terms.reduce((sum, term) => builder.op('Add', [sum, term]));
}

/** Batch norms that alone read a convolution behind the layer, by the convolution's output: the two are passed in one. */
function normsBehind(source: Graph, layer: string): Map<string, Node> {
  const readers = new Map<string, number>();
  for (const name of [...source.nodes.flatMap((node) => node.inputs), ...source.outputs.map((output) => output.name), layer])
    readers.set(name, (readers.get(name) ?? 0) + 1);
  const convolved = new Set(source.nodes.filter(({ op }) => op === 'Conv').map(({ outputs }) => outputs[0]));
  const norms = source.nodes.filter(
    ({ op, inputs }) => op === 'BatchNormalization' && convolved.has(inputs[0]) && readers.get(inputs[0]) === 1,
  );
  return new Map(norms.map((node) => [node.inputs[0], node]));
}

/** Values of one image's maps behind the layer, and of what poolings keep beside them: which place of each window was the largest. */
function heldBehind(builder: GraphBuilder, steps: readonly Step[]): number {
  const sizes = steps.map(({ node }) => {
    const count = builder
      .shape(node.outputs[0])
      .slice(1)
      .reduce<number>((product, size) => product * Number(size), 1);
    const places = node.op === 'MaxPool' ? windowOf(node).kernel.reduce((a, b) => a * b, 1) : 0;
    return count * (1 + 2 * places);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

function namesOf({ nodes }: Graph): Set<string> {
  return new Set(nodes.flatMap((node) => [node.name, ...node.outputs]));
}

/** What a gradient cannot pass is said of the layer that stands in its way. */
function guarded<T>(node: Node, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProblemError({
      code: 'network.layer.weights',
      found: `the layer ${node.domain ? `${node.domain}.` : ''}${node.op} ${node.name} behind it: ${error.message}`,
      expected: 'layers that gradients can pass (those that training takes), from the mined layer to the last feature map',
      remedy: 'Mine a layer behind it, or the last feature map, whose weights are those of the linear layer.',
    });
  }
}
