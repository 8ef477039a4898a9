/** The second pass of an import: operators of other opsets as opset 17 writes them, and a few written with simpler ones. */
import { floatAttribute, intAttribute, intsAttribute, stringAttribute, windowOf } from '../attributes';
import type { Attribute, Graph, Node, Tensor } from '../graph';
import { inferShapes, type Shape } from '../shapes';
import { floatTensor, intTensor } from '../tensor';
import { refusal } from './problem';

const TARGET = 17;
const OLDEST = 9;
const NEWEST = 23;

/** What a rewriting needs to know beside the node. */
interface Site {
  node: Node;
  opset: number;
  shape(name: string): Shape | undefined;
  /** A constant's whole numbers; undefined where it is none. */
  numbers(name: string | undefined): number[] | undefined;
  /** A new constant of the graph; gives its name. */
  constant(suffix: string, tensor: Tensor): string;
}

/** The nodes that take a node's place; itself when nothing is to be done. Throws RangeError for a use that opset 17 does not have. */
type Rewriting = (site: Site) => Node[];

/** The graph in opset 17. Throws ProblemError for an opset that is too old or too new, or an operator's use that 17 does not have. */
export function toWrittenOpset(graph: Graph, file?: string): Graph {
  const { opset } = graph;
  if (opset < OLDEST || opset > NEWEST)
    throw refusal(file, {
      what: 'opset',
      found: `operator set ${opset}`,
      expected: `one from ${OLDEST} to ${NEWEST}`,
      remedy: `Export the network again with opset_version=${TARGET}.`,
    });
  const initializers = new Map(graph.initializers);
  const facts = inferShapes(graph);
  const nodes = graph.nodes.flatMap((node) => {
    const rewriting = node.domain ? undefined : rewritings[node.op];
    if (!rewriting) return [node];
    const site: Site = {
      node,
      opset,
      shape: (name) => facts.get(name)?.dims,
      numbers(name) {
        const tensor = initializers.get(name ?? '');
        return tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);
      },
      constant(suffix, tensor) {
        const name = `${node.outputs[0]}/${suffix}`;
        initializers.set(name, tensor);
        return name;
      },
    };
    try {
      return rewriting(site);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw refusal(file, {
        what: 'operator',
        found: `${node.op} ${node.name} with ${error.message}`,
        expected: `${node.op} as opset ${TARGET} has it`,
        remedy: `Export the network with opset_version=${TARGET} and fixed sizes, or change the layer.`,
      });
    }
  });
  return { ...graph, opset: TARGET, nodes, initializers };
}

function without(node: Node, ...names: string[]): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !names.includes(name)));
}

const ints = (site: Site, suffix: string, values: readonly number[]): string => site.constant(suffix, intTensor(values));

const axesAsInput: Rewriting = (site) => {
  const axes = intsAttribute(site.node, 'axes');
  if (!axes) return [site.node];
  return [{ ...site.node, inputs: [site.node.inputs[0], ints(site, 'axes', axes)], attributes: without(site.node, 'axes') }];
};

/** From opset 18 on, means and extrema take their axes as an input. */
const axesAsAttribute: Rewriting = ({ node, numbers }) => {
  const [x, given] = node.inputs;
  if (given === undefined || given === '') {
    if (intAttribute(node, 'noop_with_empty_axes', 0) === 1) return [{ ...node, op: 'Identity', inputs: [x], attributes: {} }];
    return [{ ...node, attributes: without(node, 'noop_with_empty_axes') }];
  }
  const axes = numbers(given);
  if (!axes) throw new RangeError('axes that are computed when the network runs');
  return [{ ...node, inputs: [x], attributes: { ...without(node, 'noop_with_empty_axes'), axes: { ints: axes } } }];
};

/** Before opset 11 the bounds are attributes. */
const clip: Rewriting = ({ node, opset, constant }) => {
  if (opset >= 11) return [node];
  const bound = (name: string): string =>
    name in node.attributes ? constant(name, floatTensor([], Float32Array.of(floatAttribute(node, name, 0)))) : '';
  return [{ ...node, inputs: [node.inputs[0], bound('min'), bound('max')], attributes: {} }];
};

/** Before opset 11 the frame is an attribute; from 18 on it may be given for some axes only. */
const pad: Rewriting = (site) => {
  const { node, shape, numbers, constant } = site;
  const [x, , value = '', axes] = node.inputs;
  const frame = site.opset < 11 ? intsAttribute(node, 'pads') : numbers(node.inputs[1]);
  if (frame?.every((count) => count === 0)) return [{ ...node, op: 'Identity', inputs: [x], attributes: {} }];
  if (site.opset < 11) {
    const filling = constant('value', floatTensor([], Float32Array.of(floatAttribute(node, 'value', 0))));
    return [{ ...node, inputs: [x, ints(site, 'pads', frame ?? []), filling], attributes: without(node, 'pads', 'value') }];
  }
  if (stringAttribute(node, 'mode', 'constant') === 'wrap') throw new RangeError('mode wrap');
  if (!axes) return [node];
  const [rank, which] = [shape(x)?.length, numbers(axes)];
  if (rank === undefined || !which || !frame) throw new RangeError('a frame that is computed when the network runs');
  const full = new Array<number>(2 * rank).fill(0);
  which.forEach((axis, i) => {
    const at = (axis + rank) % rank;
    full[at] = frame[i];
    full[rank + at] = frame[which.length + i];
  });
  return [{ ...node, inputs: [x, ints(site, 'pads', full), value] }];
};

const slice: Rewriting = (site) => {
  const { node, opset } = site;
  if (opset >= 10) return [node];
  const starts = intsAttribute(node, 'starts') ?? [];
  const axes = intsAttribute(node, 'axes') ?? starts.map((_, i) => i);
  const parts = [ints(site, 'starts', starts), ints(site, 'ends', intsAttribute(node, 'ends') ?? []), ints(site, 'axes', axes)];
  return [{ ...node, inputs: [node.inputs[0], ...parts], attributes: {} }];
};

/** Written as one Slice for each part: gradients go through layers of one output. */
const split: Rewriting = (site) => {
  const { node, shape, numbers } = site;
  const [x, given] = node.inputs;
  const dims = shape(x);
  const axis = intAttribute(node, 'axis', 0);
  const whole = dims?.at(axis);
  const even = typeof whole === 'number' ? Math.ceil(whole / node.outputs.length) : undefined;
  const sizes = intsAttribute(node, 'split') ?? (given ? numbers(given) : even && node.outputs.map(() => even));
  if (!sizes) throw new RangeError('parts whose sizes are not known');
  let end = 0;
  return node.outputs.map((output, i) => {
    const start = end;
    end = typeof whole === 'number' ? Math.min(whole, start + sizes[i]) : start + sizes[i];
    const range = [ints(site, `${i}/starts`, [start]), ints(site, `${i}/ends`, [end]), ints(site, `${i}/axes`, [axis])];
    return { op: 'Slice', name: `${node.name}/${i}`, inputs: [x, ...range], outputs: [output], attributes: {} };
  });
};

/** One entry along an axis is cut out: Slice, which has a gradient, and Squeeze. */
const gather: Rewriting = (site) => {
  const { node, shape, numbers } = site;
  const [x, index] = node.inputs;
  const [entry, ...more] = numbers(index) ?? [];
  const dims = shape(x);
  if (entry === undefined || more.length > 0 || !dims || dims.length < 2) return [node];
  const axis = (intAttribute(node, 'axis', 0) + dims.length) % dims.length;
  const range = [ints(site, 'starts', [entry]), ints(site, 'ends', [entry === -1 ? Number.MAX_SAFE_INTEGER : entry + 1])];
  const cut = { ...node, op: 'Slice', inputs: [x, ...range, ints(site, 'axes', [axis])], attributes: {} };
  if (shape(index)?.length === 1) return [cut];
  const part = `${node.outputs[0]}/part`;
  const squeeze = { op: 'Squeeze', name: `${node.name}/squeeze`, inputs: [part, ints(site, 'axis', [axis])], outputs: node.outputs };
  return [
    { ...cut, outputs: [part] },
    { ...squeeze, attributes: {} },
  ];
};

/** The inference form: an export in training mode also gives the batch's statistics. */
const batchNormalization: Rewriting = ({ node }) => [
  { ...node, outputs: node.outputs.slice(0, 1), attributes: without(node, 'training_mode', 'spatial', 'is_test', 'consumed_inputs') },
];

/**
 * With ceil_mode, a padded mean that counts its padding counts what lies within the padded map alone, but the engine's older forms count whole
 * windows: written as Pad and a mean over what is there.
 */
const averagePool: Rewriting = (site) => {
  const { node } = site;
  const { pads, ceil, dilations } = windowOf(node);
  if (dilations.some((d) => d !== 1)) throw new RangeError('a dilated window');
  const plain = { ...node, attributes: without(node, 'dilations') };
  if (!ceil || intAttribute(node, 'count_include_pad', 0) === 0 || pads.every((p) => p === 0)) return [plain];
  const [top, left, bottom, right] = pads;
  const framed = `${node.outputs[0]}/framed`;
  const frame = ints(site, 'pads', [0, 0, top, left, 0, 0, bottom, right]);
  return [
    { op: 'Pad', name: `${node.name}/pad`, inputs: [node.inputs[0], frame], outputs: [framed], attributes: {} },
    { ...plain, inputs: [framed], attributes: without(plain, 'pads', 'count_include_pad', 'auto_pad') },
  ];
};

/** The places of maxima, where nobody reads them, are not asked for. */
const maxPool: Rewriting = ({ node }) => [{ ...node, outputs: node.outputs.slice(0, 1), attributes: without(node, 'storage_order') }];

/** Before opset 13 all axes from the given one on count as one. */
const softmax: Rewriting = ({ node, opset, shape }) => {
  if (opset >= 13) return [node];
  const rank = shape(node.inputs[0])?.length;
  const axis = intAttribute(node, 'axis', 1);
  if (rank === undefined || (axis + rank) % rank !== rank - 1) throw new RangeError('several axes as one');
  return [{ ...node, attributes: { axis: { int: axis } } }];
};

/** Two at a time: WebGPU has no Sum of more, and none of two. */
const sum: Rewriting = ({ node }) => {
  const [first, ...others] = node.inputs;
  if (others.length === 0) return [{ ...node, op: 'Identity' }];
  let total = first;
  return others.map((other, i) => {
    const last = i === others.length - 1;
    const output = last ? node.outputs[0] : `${node.outputs[0]}/${i}`;
    const add: Node = { ...node, op: 'Add', name: last ? node.name : `${node.name}/${i}`, inputs: [total, other], outputs: [output] };
    total = output;
    return add;
  });
};

const rewritings: Readonly<Record<string, Rewriting | undefined>> = {
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Cast: ({ node }) => [
    { ...node, attributes: { to: { int: [10, 16].includes(intAttribute(node, 'to', 1)) ? 1 : intAttribute(node, 'to', 1) } } },
  ],
  Clip: clip,
  Gather: gather,
  LogSoftmax: softmax,
  MaxPool: maxPool,
  Pad: pad,
  ReduceMax: axesAsAttribute,
  ReduceMean: axesAsAttribute,
  ReduceMin: axesAsAttribute,
  ReduceSum: axesAsInput,
  Slice: slice,
  Softmax: softmax,
  Split: split,
  Squeeze: axesAsInput,
  Sum: sum,
  Unsqueeze: axesAsInput,
};
