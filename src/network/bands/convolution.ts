/** A convolution of an inference graph with what follows it at once: batch normalisation folded into its filter and bias. */
import { floatAttribute, intAttribute, windowOf } from '../attributes';
import type { Graph, Node } from '../graph';

/** Which nodes make a value and read it. */
export interface Places {
  graph: Graph;
  makers: ReadonlyMap<string, Node>;
  readers: ReadonlyMap<string, readonly Node[]>;
  outputs: ReadonlySet<string>;
}

export function placesOf(graph: Graph): Places {
  const makers = new Map<string, Node>();
  const readers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const output of node.outputs) makers.set(output, node);
    for (const input of new Set(node.inputs)) readers.set(input, [...(readers.get(input) ?? []), node]);
  }
  return { graph, makers, readers, outputs: new Set(graph.outputs.map(({ name }) => name)) };
}

/** The node that makes a value, where it is of this kind and one node alone reads the value. */
export function onlyMaker({ makers, readers, outputs }: Places, value: string, op: string): Node | undefined {
  const node = makers.get(value);
  return node?.op === op && !node.domain && readers.get(value)?.length === 1 && !outputs.has(value) ? node : undefined;
}

/** An ungrouped convolution that keeps the size of its map. */
export interface Convolution {
  /** What it reads. */
  x: string;
  /** [O, I, kh, kw] */
  dims: readonly number[];
  pads: readonly number[];
  nodes: readonly Node[];
  conv: Node;
  norm?: Node;
}

/** The convolution, with its batch normalisation where there is one, that makes a value which one node reads; undefined where it is none of these. */
export function convolutionAt(places: Places, value: string): Convolution | undefined {
  const norm = onlyMaker(places, value, 'BatchNormalization');
  const conv = onlyMaker(places, norm ? norm.inputs[0] : value, 'Conv');
  if (!conv) return undefined;
  const constants = [...conv.inputs.slice(1), ...(norm?.inputs.slice(1) ?? [])].filter((name) => name !== '');
  const tensors = constants.map((name) => places.graph.initializers.get(name));
  const dims = tensors[0]?.dims ?? [];
  if (dims.length !== 4 || tensors.some((tensor) => tensor?.type !== 'float32') || intAttribute(conv, 'group', 1) !== 1) return undefined;
  const { kernel, strides, dilations, pads } = windowOf(conv, dims);
  const keepsSize = kernel.every((side, i) => strides[i] === 1 && dilations[i] === 1 && pads[i] + pads[i + 2] === side - 1);
  return keepsSize ? { x: conv.inputs[0], dims, pads, nodes: norm ? [conv, norm] : [conv], conv, norm } : undefined;
}

/** What normalisation behind a convolution comes to: the filter of each output [O] times `factors`, and the bias [O] of both; no factors where there is none. */
export function folded({ conv, norm, dims }: Convolution, { initializers }: Graph): { factors?: Float64Array; bias: Float32Array } {
  const data = (name: string) => initializers.get(name)!.data as Float32Array;
  const [outputs] = dims;
  const own = conv.inputs[2] ? data(conv.inputs[2]) : new Float32Array(outputs);
  if (!norm) return { bias: own };
  const [scale, shift, mean, variance] = norm.inputs.slice(1).map(data);
  const epsilon = floatAttribute(norm, 'epsilon', 1e-5);
  const factors = Float64Array.from(scale, (value, o) => value / Math.sqrt(variance[o] + epsilon));
  return { factors, bias: Float32Array.from(own, (value, o) => (value - mean[o]) * factors[o] + shift[o]) };
}
