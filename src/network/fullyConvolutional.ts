/** The fully convolutional form of a classifier: the same weights, a logit at every position of an image of any size (paper, section 2.4). */
import { ProblemError } from '../protocol/problem';
import { AUXILIARY } from './auxiliaryFeature';
import { GraphBuilder } from './builder';
import type { Classifier, Graph } from './graph';
import { findHead, headWeights } from './head';
import { inferShapes } from './shapes';
import { floatTensor } from './tensor';

/**
 * Takes the pooling away and makes the linear layer a 1x1 convolution. Input `image` [N, 3, H, W] of free size, outputs `features`
 * [N, C, h, w] and `logitMap` [N, K, h, w]; the mean of a logit map over its positions is the classifier's logit.
 * Parameters other than the linear layer's are shared with the classifier, not copied.
 * Throws ProblemError where a layer before the last feature map takes images of one size alone.
 *
 * With features beside the image, their attention block stays: its query is pooled over the whole image, so that every feature has one
 * contribution, which is added at every position. Then also the block's inputs, and its outputs `attention` and `contributions`.
 */
export function toFullyConvolutional(c: Classifier): Graph {
  const head = findHead(c.graph);
  requireAnySize(c);
  const dropped = new Set(head.join ? [head.linear, head.join] : head.nodes);
  const nodes = c.graph.nodes.filter((node) => !dropped.has(node));
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const builder = new GraphBuilder({
    ...c.graph,
    name: `${c.graph.name} fully convolutional`,
    nodes,
    initializers: new Map([...c.graph.initializers].filter(([name]) => read.has(name))),
    inputs: c.graph.inputs.map((input) => (input.dims.length === 4 ? { ...input, dims: [input.dims[0], input.dims[1], 'H', 'W'] } : input)),
    outputs: [],
  });
  const { weight, bias } = headWeights(c);
  const filter = builder.initializer(c.head.weight, floatTensor([c.classes.length, c.units, 1, 1], weight));
  const shift = builder.initializer(c.head.bias, floatTensor([c.classes.length], bias));
  const image = head.join ? AUXILIARY.imageLogits : 'logitMap';
  builder.op('Conv', [head.features, filter, shift], { kernel_shape: { ints: [1, 1] } }, { name: head.linear.name, outputs: [image] });
  if (head.join) {
    const everywhere = builder.op('Reshape', [head.join.inputs[1], builder.int([0, c.classes.length, 1, 1])]);
    builder.op('Add', [image, everywhere], {}, { name: head.join.name, outputs: ['logitMap'] });
  }
  builder.output(head.features);
  builder.output('logitMap');
  if (head.join) for (const output of [AUXILIARY.attention, AUXILIARY.contributions]) builder.output(output);
  return builder.graph;
}

function requireAnySize(c: Classifier): void {
  const inputs = c.graph.inputs.map((input) =>
    input.dims.length === 4 ? { ...input, dims: [input.dims[0], input.dims[1], 'H', 'W'] } : input,
  );
  let found: string | undefined;
  try {
    const facts = inferShapes({ ...c.graph, inputs });
    const features = facts.get('features');
    if (!features) found = c.graph.nodes.find((node) => !facts.has(node.outputs[0]))?.name;
    else if (features.dims.slice(2).some((dim) => typeof dim === 'number')) found = `its feature map [${features.dims.join(', ')}]`;
    if (features && found === undefined) return;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    found = error.message;
  }
  throw new ProblemError({
    code: 'network.fixedSize',
    found: `a network that takes images of ${c.inputSize} pixels alone (${found})`,
    expected: 'convolutions, poolings and element-wise layers, which take images of any size',
    remedy: 'Whole views cannot be shown to this network: mine it on patches (mining.rankOn), or train another to explain views.',
  });
}
