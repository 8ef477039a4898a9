/** A training graph in ONNX's operators alone: every operator of the training's own is written out. This is what its results are measured by. */
import { intAttribute } from '../../network/attributes';
import { GraphBuilder } from '../../network/builder';
import type { Graph, Node } from '../../network/graph';
import { OWN_DOMAIN, type OwnOperator, slidingOf } from '../operators';
import { channelMean, channelMeanProduct, channelScale } from './channels';
import { convInput } from './convInput';
import { convWeight } from './convWeight';
import { averagePool, maxPool } from './pool';

/** Writes the operator's output from its inputs, whose names are those of the new graph; `dims` is the output's shape. */
type Expansion = (builder: GraphBuilder, node: Node, inputs: readonly string[], dims: readonly number[]) => string;

const expansions: Readonly<Record<OwnOperator, Expansion>> = {
  ConvInputGradient: (builder, node, [dy, weight], dims) => convInput(builder, { dy, weight, dims, ...slidingOf(node) }),
  ConvWeightGradient: (builder, node, [x, dy], dims) => convWeight(builder, { x, dy, weightDims: dims, ...slidingOf(node) }),
  MaxPoolGradient: (builder, node, inputs) => maxPool(builder, inputs, slidingOf(node).window),
  AveragePoolGradient: (builder, node, [dy], dims) =>
    averagePool(builder, dy, dims, slidingOf(node).window, intAttribute(node, 'count_include_pad', 0) === 1),
  ChannelMean: (builder, _node, [x]) => channelMean(builder, x),
  ChannelMeanProduct: (builder, _node, [a, b]) => channelMeanProduct(builder, a, b),
  ChannelScale: (builder, _node, [x, factor, offset, addend]) => channelScale(builder, x, factor, offset, addend),
};

/** Whether a node is one of the training's own operators. */
export function isOwn(node: Node): node is Node & { op: OwnOperator } {
  return node.domain === OWN_DOMAIN;
}

/** Writes one node of the training's own into `builder`; `inputs` are its inputs there. The output's name. */
export function writeStandard(
  builder: GraphBuilder,
  node: Node & { op: OwnOperator },
  inputs: readonly string[],
  dims: readonly number[],
): string {
  return expansions[node.op](builder, node, inputs, dims);
}

/** The whole graph, with the inputs, outputs and constants of `source`. */
export function standardOperators(source: GraphBuilder): Graph {
  const { nodes, inputs, initializers, outputs } = source.graph;
  const builder = new GraphBuilder(source.graph.name, namesOf(source.graph));
  for (const input of inputs) builder.input(input.name, input.dims, input.type);
  for (const [constant, tensor] of initializers) builder.initializer(constant, tensor);
  const renamed = new Map<string, string>();
  for (const node of nodes) {
    const own = node.inputs.map((input) => renamed.get(input) ?? input);
    if (isOwn(node)) renamed.set(node.outputs[0], writeStandard(builder, node, own, source.dims(node.outputs[0])));
    else builder.ops(node.op, own, node.attributes, { name: node.name, outputs: node.outputs, domain: node.domain });
  }
  for (const { name } of outputs) {
    const made = renamed.get(name);
    builder.output(made === undefined ? name : builder.op('Identity', [made], {}, { outputs: [name] }));
  }
  return builder.graph;
}

/** Of all values and nodes. */
export function namesOf({ nodes, initializers, inputs }: Graph): Set<string> {
  return new Set([...inputs.map((input) => input.name), ...initializers.keys(), ...nodes.flatMap((node) => [node.name, ...node.outputs])]);
}
