/** What a cell of the last feature map can see of the image, exactly, from the layers' own numbers. */
import { ProblemError } from '../protocol/problem';
import { ACTIVATIONS } from './activations';
import { intAttribute, stringAttribute, windowOf } from './attributes';
import type { Graph, Node } from './graph';

/**
 * All in input pixels, pixel i spanning i to i + 1. Cell (column, row) is centred at offset + column * stride (and row), and depends on
 * nothing outside the square of side `size` around that centre.
 */
export interface ReceptiveField {
  size: number;
  stride: number;
  offset: number;
}

/** Along one axis: the pixels first .. last that cell 0 reads, and the pixels from one cell to the next. */
interface Reach {
  first: number;
  last: number;
  stride: number;
}

type Reaches = readonly [Reach, Reach];

const WINDOWED = new Set(['Conv', 'MaxPool', 'AveragePool']);
const POINTWISE = new Set([
  ...ACTIVATIONS,
  ...'Add Sub Mul Div Sum Max Min Pow BatchNormalization Erf Exp Log Sqrt Abs Neg Identity Dropout Cast'.split(' '),
]);
/** Layers that may cut or join channels; along other axes they are no window. */
const CHANNELWISE: Readonly<Record<string, number | undefined>> = { Slice: 3, Squeeze: 1, Unsqueeze: 1 };

/**
 * The receptive field of the value `features`, followed from the graph's first input; where branches meet, the field spans all of them.
 * Throws ProblemError where a layer's field is not a window (e.g. global pooling inside), or differs between the two axes.
 */
export function receptiveField(graph: Graph, features = 'features'): ReceptiveField {
  const reaches = new Map<string, Reaches>();
  /** Values behind a layer without a window, and that layer. */
  const lost = new Map<string, Node>();
  const pixel: Reach = { first: 0, last: 0, stride: 1 };
  reaches.set(graph.inputs[0].name, [pixel, pixel]);
  for (const node of graph.nodes) {
    const culprit = node.inputs.map((name) => lost.get(name)).find((layer) => layer !== undefined);
    if (node.inputs.every((name) => !reaches.has(name)) && !culprit) continue;
    const reach = culprit ? undefined : through(node, reaches, graph);
    for (const output of node.outputs) {
      if (reach) reaches.set(output, reach);
      else lost.set(output, culprit ?? node);
    }
  }
  const found = reaches.get(features);
  const culprit = lost.get(features);
  if (culprit) throw unclear(`the layer ${culprit.op} ${culprit.name} before ${features}`);
  if (!found) throw unclear(`no value ${features} that depends on ${graph.inputs[0].name}`);
  const [vertical, horizontal] = found;
  if (vertical.first !== horizontal.first || vertical.last !== horizontal.last || vertical.stride !== horizontal.stride)
    throw unclear('a field that is not square');
  const { first, last, stride } = vertical;
  return { size: last - first + 1, stride, offset: (first + last + 1) / 2 };
}

/** The square of the image that cell (column, row) sees, in input pixels; it may reach beyond the image. */
export function fieldOfCell(field: ReceptiveField, column: number, row: number): { x: number; y: number; width: number; height: number } {
  const corner = field.offset - field.size / 2;
  return { x: corner + column * field.stride, y: corner + row * field.stride, width: field.size, height: field.size };
}

/** The reach of a node's output; undefined where it is no window over its inputs. */
function through(node: Node, reaches: ReadonlyMap<string, Reaches>, graph: Graph): Reaches | undefined {
  const inputs = node.inputs.flatMap((name) => {
    const reach = reaches.get(name);
    return reach ? [reach] : [];
  });
  if (POINTWISE.has(node.op) || isChannelwise(node, graph)) return inputs.reduce(span);
  if (node.op === 'Pad') return framed(node, inputs[0], graph);
  if (!WINDOWED.has(node.op)) return undefined;
  const { kernel, strides, dilations, pads } = windowOf(node, graph.initializers.get(node.inputs[1])?.dims);
  if (kernel.length !== 2) return undefined;
  const along = (axis: 0 | 1): Reach => {
    const { first, last, stride } = inputs[0][axis];
    const start = -pads[axis] * stride;
    return { first: first + start, last: last + start + dilations[axis] * (kernel[axis] - 1) * stride, stride: stride * strides[axis] };
  };
  return [along(0), along(1)];
}

function isChannelwise(node: Node, graph: Graph): boolean {
  // Channels are counted from the front: a map without them still ends in height and width.
  if (node.op === 'Concat') return intAttribute(node, 'axis', 0) === 1;
  const input = CHANNELWISE[node.op];
  return input !== undefined && constants(graph, node.inputs[input])?.join() === '1';
}

/** A frame of zeros moves the cells. */
function framed(node: Node, [vertical, horizontal]: Reaches, graph: Graph): Reaches | undefined {
  const pads = constants(graph, node.inputs[1]);
  if (pads?.length !== 8 || [0, 1, 4, 5].some((i) => pads[i] !== 0)) return undefined;
  if (stringAttribute(node, 'mode', 'constant') !== 'constant') return undefined;
  const moved = (reach: Reach, before: number): Reach => ({
    ...reach,
    first: reach.first - before * reach.stride,
    last: reach.last - before * reach.stride,
  });
  return [moved(vertical, pads[2]), moved(horizontal, pads[3])];
}

function constants(graph: Graph, name: string): number[] | undefined {
  const tensor = graph.initializers.get(name);
  return tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** Where two branches meet: everything either sees. Throws ProblemError when their cells are not the same distance apart. */
function span(a: Reaches, b: Reaches): Reaches {
  const along = (axis: 0 | 1): Reach => {
    if (a[axis].stride !== b[axis].stride) throw unclear(`branches of stride ${a[axis].stride} and ${b[axis].stride} that meet`);
    return { first: Math.min(a[axis].first, b[axis].first), last: Math.max(a[axis].last, b[axis].last), stride: a[axis].stride };
  };
  return [along(0), along(1)];
}

function unclear(found: string): ProblemError {
  return new ProblemError({
    code: 'network.receptiveField',
    found,
    expected: 'convolutions, poolings and element-wise layers up to the last feature map',
    remedy: 'Choose a network of such layers: only for them is it certain what a unit sees.',
  });
}
