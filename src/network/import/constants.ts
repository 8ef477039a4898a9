/**
 * The first pass of an import: constants become initializers, and layers that do nothing when a network is used (Identity, Dropout, casts
 * between floats, poolings of single cells) are taken out.
 */
import { intAttribute, intsAttribute, windowOf } from '../attributes';
import type { Attribute, ElementType, Graph, Node, Tensor } from '../graph';
import { openSession } from '../session';
import { inferShapes } from '../shapes';
import { floatTensor, intTensor } from '../tensor';
import { readType } from '../tensorMessage';

/** The graph without Constant nodes and idle layers; parameters that an exporter stored once because they were equal stand apart again. */
export function plainGraph(source: Graph): Graph {
  const initializers = new Map(source.initializers);
  const facts = inferShapes(source);
  const alias = new Map<string, string>();
  const shown = new Set(source.outputs.map((output) => output.name));
  const nodes: Node[] = [];
  for (const [i, original] of source.nodes.entries()) {
    const inputs = original.inputs.map((name) => alias.get(name) ?? name);
    const node = { ...original, name: original.name || `${original.op}_${i}`, inputs };
    const constant = node.op === 'Constant' && !node.domain ? constantOf(node.attributes) : undefined;
    const kept = node.op === 'Identity' ? initializers.get(inputs[0]) : undefined;
    const idle = isIdle(node, facts.get(original.inputs[0])?.type);
    if (constant) initializers.set(node.outputs[0], constant);
    // An exporter that finds two equal tensors keeps one, with an Identity under the other's name: two parameters all the same.
    else if (kept) initializers.set(node.outputs[0], kept);
    else if (idle && !shown.has(node.outputs[0])) alias.set(node.outputs[0], inputs[0]);
    else nodes.push(idle ? { ...node, op: 'Identity', inputs: [inputs[0]], outputs: [node.outputs[0]], attributes: {} } : node);
  }
  return { ...source, nodes, initializers };
}

/** Whether the layer gives its first input as it is; `type` is that input's, where it is known. */
function isIdle(node: Node, type: ElementType | undefined): boolean {
  if (node.domain) return false;
  if (node.op === 'Identity' || node.op === 'Dropout') return true;
  if (node.op === 'Cast') return type !== undefined && readType(intAttribute(node, 'to', 0)) === type;
  if ((node.op !== 'AveragePool' && node.op !== 'MaxPool') || !intsAttribute(node, 'kernel_shape')) return false;
  const { kernel, strides, pads } = windowOf(node);
  return [...kernel, ...strides].every((n) => n === 1) && pads.every((n) => n === 0);
}

function constantOf(attributes: Node['attributes']): Tensor | undefined {
  const value: Attribute | undefined = Object.values(attributes)[0];
  if (!value) return undefined;
  if ('tensor' in value) return value.tensor;
  if ('float' in value) return floatTensor([], Float32Array.of(value.float));
  if ('floats' in value) return floatTensor([value.floats.length], Float32Array.from(value.floats));
  if ('int' in value) return intTensor([value.int], []);
  return 'ints' in value ? intTensor(value.ints) : undefined;
}

/** Computes once what depends on constants alone; those values become initializers. The engine computes, so any operator of its will do. */
export async function foldConstants(graph: Graph): Promise<Graph> {
  const facts = inferShapes(graph);
  const fixed = new Set(graph.initializers.keys());
  const constant = new Set<Node>();
  for (const node of graph.nodes) {
    if (node.inputs.length === 0 || RANDOM.has(node.op) || node.inputs.some((name) => name !== '' && !fixed.has(name))) continue;
    if (node.outputs.some((name) => facts.get(name)?.dims.some((dim) => typeof dim === 'string') !== false)) continue;
    constant.add(node);
    for (const name of node.outputs) fixed.add(name);
  }
  if (constant.size === 0) return graph;
  const nodes = graph.nodes.filter((node) => !constant.has(node));
  const read = new Set([...nodes.flatMap((node) => node.inputs), ...graph.outputs.map((output) => output.name)]);
  const wanted = [...constant].flatMap((node) => node.outputs).filter((name) => read.has(name));
  const needed = new Set([...constant].flatMap((node) => node.inputs));
  const session = await openSession({
    ...graph,
    nodes: [...constant],
    initializers: new Map([...graph.initializers].filter(([name]) => needed.has(name))),
    inputs: [],
    outputs: wanted.map((name) => ({ name, type: facts.get(name)!.type, dims: facts.get(name)!.dims })),
  });
  const initializers = new Map(graph.initializers);
  try {
    for (const [name, { dims, data }] of Object.entries(await session.run({}, wanted)))
      initializers.set(name, { type: facts.get(name)!.type, dims, data });
  } finally {
    await session.release();
  }
  return { ...graph, nodes, initializers };
}

const RANDOM = new Set('RandomNormal RandomUniform RandomNormalLike RandomUniformLike Bernoulli Multinomial Dropout'.split(' '));
