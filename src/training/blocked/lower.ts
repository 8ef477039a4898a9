/**
 * A training graph in the CPU engine's blocked layout: every node that a pattern knows is written in blocks, every other one in ONNX's
 * operators, and values change their form between the two where they must. Weights and momenta stay in blocks from step to step.
 */

import { filterOrder, type Order } from '../../network/blocked/order';
import type { GraphBuilder } from '../../network/builder';
import type { Graph, Node } from '../../network/graph';
import type { OwnOperator } from '../operators';
import { isOwn, writeStandard } from '../standard/expand';
import { concat, expand, reshape, slice } from './arrangement';
import { channelMean, channelMeanProduct, channelScale } from './channels';
import { conv, isReadInBlocks } from './conv';
import { convInputGradient } from './convInput';
import { convWeightGradient } from './convWeight';
import { add, ELEMENTWISE, elementwise, relu } from './elementwise';
import { Forms } from './forms';
import type { Pattern } from './pattern';
import { globalAveragePool, maxPool, maxPoolGradient } from './pool';

export interface BlockedGraph {
  graph: Graph;
  /** Inputs that are fed, and outputs that come, in another order than the source's. */
  orders: ReadonlyMap<string, Order>;
}

const ownPatterns: Readonly<Partial<Record<OwnOperator, Pattern>>> = {
  ConvInputGradient: convInputGradient,
  ConvWeightGradient: convWeightGradient,
  MaxPoolGradient: maxPoolGradient,
  ChannelMean: channelMean,
  ChannelMeanProduct: channelMeanProduct,
  ChannelScale: channelScale,
};

const patterns: Readonly<Record<string, Pattern | undefined>> = {
  ...Object.fromEntries(ELEMENTWISE.map((op) => [op, elementwise])),
  Add: add,
  Concat: concat,
  Conv: conv,
  Expand: expand,
  GlobalAveragePool: globalAveragePool,
  MaxPool: maxPool,
  Relu: relu,
  Reshape: reshape,
  Slice: slice,
};

/**
 * @param source in the training's own operators
 * @param block channels of a block
 * @param followers inputs and outputs that have the order of an input, by name: a parameter's momentum, and both after the step
 */
export function blockedOperators(source: GraphBuilder, block: number, followers: ReadonlyMap<string, readonly string[]>): BlockedGraph {
  const forms = new Forms(source, block);
  const { builder } = forms;
  const { nodes, inputs, initializers, outputs } = source.graph;
  for (const input of inputs) forms.setPlain(input.name, builder.input(input.name, input.dims, input.type));
  for (const [name, tensor] of initializers) forms.setPlain(name, builder.initializer(name, tensor));
  const orders = new Map<string, Order>();
  for (const [parameter, order] of keptInBlocks(forms, nodes, followers))
    for (const name of [parameter, ...followers.get(parameter)!]) orders.set(name, order);
  for (const { name } of inputs) if (orders.has(name)) forms.setOrder(name, orders.get(name)!);
  for (const { name } of outputs) if (orders.has(name)) forms.setOutputInBlocks(name);
  for (const node of nodes) {
    const pattern = isOwn(node) ? ownPatterns[node.op] : node.domain ? undefined : patterns[node.op];
    if (!pattern?.(forms, node)) writePlain(forms, node);
  }
  for (const { name } of outputs) {
    const order = orders.get(name);
    const made = order ? forms.blocked(name, order) : forms.plain(name);
    builder.output(made === name ? name : builder.op('Identity', [made], {}, { outputs: [name] }));
  }
  return { graph: builder.graph, orders };
}

/** The parameters that are filters of convolutions in blocks alone, with their orders. */
function keptInBlocks(forms: Forms, nodes: readonly Node[], followers: ReadonlyMap<string, readonly string[]>): Map<string, Order> {
  const kept = new Map<string, Order>();
  for (const { op, inputs, outputs } of nodes) {
    if (op !== 'Reshape' || !followers.has(inputs[0])) continue;
    const order = filterOrder(forms.dims(outputs[0]), forms.block);
    if (order && isReadInBlocks(forms, outputs[0])) kept.set(inputs[0], order);
  }
  return kept;
}

function writePlain(forms: Forms, node: Node): void {
  const { builder } = forms;
  const inputs = node.inputs.map((value) => forms.plain(value));
  if (isOwn(node)) {
    const [output] = node.outputs;
    forms.setPlain(output, writeStandard(builder, node, inputs, forms.dims(output)));
    return;
  }
  const { op, name, attributes, outputs, domain } = node;
  builder.ops(op, inputs, attributes, { name, outputs, domain });
  for (const output of outputs) if (output !== '') forms.setPlain(output, output);
}
