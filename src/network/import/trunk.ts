/** The network up to its last feature map, with our names for image and map, a free batch, and images of another size. */
import type { Graph, Node, Tensor } from '../graph';
import { ancestors } from '../paths';
import { type Fact, inferShapes, type Shape } from '../shapes';
import { intTensor } from '../tensor';
import type { Ending } from './ending';
import type { Outline } from './outline';
import { refusal } from './problem';

export interface Trunk {
  /** Input `image` [N, 3, side, side], value `features`; no outputs yet. */
  graph: Graph;
  /** Of `features` for that side. */
  dims: Shape;
  /** Why images of other sizes cannot pass; undefined where they can. */
  fixed?: string;
  /** Parameters that had to be called otherwise, as [before, after]. */
  renamed: readonly (readonly [string, string])[];
}

/** Names that the classifier and its training use for values of their own. */
const RESERVED = new Set(
  ('image features logits labels weight learningRate loss avgpool.out flatten.out ' + 'auxiliary present attention contributions').split(
    ' ',
  ),
);

/** Throws ProblemError when images of `side` pixels cannot pass. */
export function trunkOf(outline: Outline, { features }: Ending, side: number, file?: string): Trunk {
  const needed = ancestors(outline.graph.nodes, features);
  const rename = namesFor(outline, features);
  const grey = outline.image.dims[1] === 1;
  const nodes: Node[] = needed.map((node) => ({
    ...node,
    name: rename(node.name),
    inputs: node.inputs.map((name) => (name === outline.image.name && grey ? GREY : rename(name))),
    outputs: node.outputs.map(rename),
  }));
  const initializers = new Map([...outline.graph.initializers].map(([name, tensor]) => [rename(name), tensor] as const));
  if (grey) nodes.unshift(greyOf(initializers));
  const sized = (height: number | string, width: number | string): Graph => ({
    ...outline.graph,
    name: 'imported',
    nodes,
    initializers,
    inputs: [{ name: 'image', type: 'float32', dims: ['N', 3, height, width] }],
    outputs: [],
    metadata: {},
  });
  freeBatch(nodes, initializers, outline, rename);
  resolveShapes(nodes, initializers, known(sized('H', 'W')));
  const free = factOf(sized('H', 'W'), 'features');
  const fixed =
    typeof free === 'string' ? free : free.dims.slice(2).some((dim) => typeof dim === 'number') ? 'its last feature map' : undefined;
  const own = factOf(sized(side, side), 'features');
  const sides = typeof own === 'string' ? [] : own.dims.slice(2);
  if (typeof own === 'string' || own.dims.length !== 4 || !sides.every((n) => typeof n === 'number' && n > 0))
    throw wrongSize(outline, side, typeof own === 'string' ? own : `a feature map [${own.dims.join(', ')}]`, file);
  const read = new Set(ancestors(nodes, 'features').flatMap((node) => node.inputs));
  const graph = sized(side, side);
  graph.nodes = ancestors(nodes, 'features');
  graph.initializers = new Map([...initializers].filter(([name]) => read.has(name)));
  const renamed = [...outline.graph.initializers.keys()].flatMap((name) =>
    rename(name) !== name && read.has(rename(name)) ? [[name, rename(name)] as const] : [],
  );
  return { graph, dims: own.dims, fixed, renamed };
}

const GREY = 'image/grey';

/** A network of one channel sees the first of the three equal ones. */
function greyOf(initializers: Map<string, Tensor>): Node {
  const range = { starts: [0], ends: [1], axes: [1] };
  const inputs = Object.entries(range).map(([what, values]) => {
    initializers.set(`${GREY}/${what}`, intTensor(values));
    return `${GREY}/${what}`;
  });
  return { op: 'Slice', name: GREY, inputs: ['image', ...inputs], outputs: [GREY], attributes: {} };
}

function namesFor({ graph, image }: Outline, features: string): (name: string) => string {
  const taken = new Set([...graph.initializers.keys(), ...graph.nodes.flatMap((node) => [node.name, ...node.outputs])]);
  return (name) => {
    if (name === image.name) return 'image';
    if (name === features) return 'features';
    if (!RESERVED.has(name) && !name.startsWith('forward/')) return name;
    let other = `trunk/${name}`;
    while (taken.has(other)) other += '_';
    return other;
  };
}

/** Reshapes that an exporter wrote for its own number of images take any. */
function freeBatch(
  nodes: Node[],
  initializers: Map<string, Tensor>,
  { graph, image, facts }: Outline,
  rename: (name: string) => string,
): void {
  const [batch] = image.dims;
  if (typeof batch !== 'number') return;
  const original = new Map(graph.nodes.map((node) => [rename(node.outputs[0]), node] as const));
  for (const [i, node] of nodes.entries()) {
    const target = node.op === 'Reshape' ? initializers.get(node.inputs[1]) : undefined;
    if (!target) continue;
    const sizes = Array.from(target.data as ArrayLike<number | bigint>, Number);
    if (sizes[0] !== batch || facts.get(original.get(node.outputs[0])?.inputs[0] ?? '')?.dims[0] !== batch) continue;
    const name = `${node.outputs[0]}/shape`;
    initializers.set(name, intTensor([0, ...sizes.slice(1)]));
    nodes[i] = { ...node, inputs: [node.inputs[0], name] };
  }
}

/** Reshapes whose target the network computes from its own shapes get it as a constant, where 0 (as it is) and one -1 can say it. */
function resolveShapes(nodes: Node[], initializers: Map<string, Tensor>, facts: ReadonlyMap<string, Fact>): void {
  for (const [i, node] of nodes.entries()) {
    if (node.op !== 'Reshape' || initializers.has(node.inputs[1])) continue;
    const target = facts.get(node.inputs[1])?.sizes;
    const from = facts.get(node.inputs[0])?.dims;
    if (!target || !from) continue;
    const sizes = target.map((size, axis) => (typeof size === 'number' ? size : size === from[axis] ? 0 : -1));
    if (sizes.filter((size) => size === -1).length > 1) continue;
    const name = `${node.outputs[0]}/shape`;
    initializers.set(name, intTensor(sizes));
    nodes[i] = { ...node, inputs: [node.inputs[0], name] };
  }
}

function known(graph: Graph): ReadonlyMap<string, Fact> {
  try {
    return inferShapes(graph);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Map();
  }
}

/** What is known of a value, or why it cannot be: a layer whose shapes do not hold. */
function factOf(graph: Graph, value: string): Fact | string {
  try {
    const facts = inferShapes(graph);
    const lost = graph.nodes.find((node) => !facts.has(node.outputs[0]));
    return facts.get(value) ?? (lost ? `${lost.op} ${lost.name}` : value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}

function wrongSize({ image }: Outline, side: number, reason: string, file?: string): Error {
  const own = image.dims[2];
  return refusal(file, {
    what: 'size',
    found: `images of ${side} pixels, which do not pass (${reason})`,
    expected: typeof own === 'number' ? `${own} pixels, the network's own size` : 'images large enough for all its layers',
    remedy: typeof own === 'number' && own !== side ? `Set patches.size to ${own}.` : 'Set patches.size to a larger number of pixels.',
  });
}
