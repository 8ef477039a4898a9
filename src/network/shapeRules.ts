/** One rule per operator: the shapes of its outputs (ONNX's operator specification, opset 13 to 20). */
import { intAttribute, intsAttribute, windowOf } from './attributes';
import type { ElementType, Node } from './graph';
import type { Dim, Fact, Shape } from './shapes';
import { elementType } from './tensor';

export interface NodeFacts {
  node: Node;
  /** Undefined only where an optional input is left out. */
  inputs: (Fact | undefined)[];
  opset: number;
}

export type ShapeRule = (n: NodeFacts) => Fact[];

const sameAsFirst: ShapeRule = ({ inputs }) => [{ type: first(inputs).type, dims: first(inputs).dims }];

const broadcasting: ShapeRule = ({ inputs }) => [
  {
    type: first(inputs).type,
    dims: inputs
      .map(given)
      .map((f) => f.dims)
      .reduce(broadcast),
  },
];

const comparing: ShapeRule = ({ inputs }) => [
  {
    type: 'bool',
    dims: inputs
      .map(given)
      .map((f) => f.dims)
      .reduce(broadcast),
  },
];

function first(inputs: (Fact | undefined)[]): Fact {
  return given(inputs[0]);
}

function given(fact: Fact | undefined): Fact {
  if (!fact) throw new RangeError('a required input is left out');
  return fact;
}

/** NumPy's rule; a free size against 1 stays free, against a number above 1 it must be that number. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1 || typeof x === 'string') return y;
    if (typeof y === 'string') return x;
    throw new RangeError(`[${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
  });
}

/** A constant input's whole numbers; undefined where the value is only known when the graph runs. */
function numbers(fact: Fact | undefined): number[] | undefined {
  if (!fact?.value) return undefined;
  return Array.from(fact.value.data as ArrayLike<number | bigint>, Number);
}

/** The output's shape depends on a value that is computed when the graph runs. */
export class NotConstant extends Error {
  override name = 'NotConstant';
}

function needNumbers(fact: Fact | undefined, what: string): number[] {
  const values = numbers(fact);
  if (!values) throw new NotConstant(what);
  return values;
}

/** Axes from 0; negative ones count from the end. */
function axis(value: number, rank: number): number {
  const positive = value < 0 ? value + rank : value;
  if (positive < 0 || positive >= rank) throw new RangeError(`axis ${value} of ${rank} axes`);
  return positive;
}

/** A size computed from `dim`: a free one gets the fresh name `<output>.<axis>`. */
function computed(node: Node, index: number, dim: Dim, size: (n: number) => number): Dim {
  if (typeof dim === 'string') return `${node.outputs[0]}.${index}`;
  const value = size(dim);
  if (value < 0) throw new RangeError(`axis ${index} would be ${value} long`);
  return value;
}

function convolved(node: Node, dims: Shape, channels: Dim, weightDims?: Shape): Shape {
  const { kernel, strides, dilations, pads, ceil } = windowOf(node, weightDims);
  if (dims.length !== kernel.length + 2) throw new RangeError(`a ${kernel.length}-dimensional window on ${dims.length} axes`);
  const spatial = kernel.map((side, i) =>
    computed(node, i + 2, dims[i + 2], (n) => {
      const room = n + pads[i] + pads[i + kernel.length] - dilations[i] * (side - 1) - 1;
      if (!ceil) return Math.floor(room / strides[i]) + 1;
      const size = Math.ceil(room / strides[i]) + 1;
      // A window that would start in the padding behind the image is left out.
      return (size - 1) * strides[i] >= n + pads[i] ? size - 1 : size;
    }),
  );
  return [dims[0], channels, ...spatial];
}

const conv: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const w = given(inputs[1]);
  const groups = intAttribute(node, 'group', 1);
  const [channels, taken] = [x.dims[1], w.dims[1]];
  if (typeof channels === 'number' && typeof taken === 'number' && channels !== taken * groups)
    throw new RangeError(`${channels} channels where the filter takes ${taken} x ${groups}`);
  return [{ type: x.type, dims: convolved(node, x.dims, w.dims[0], w.dims) }];
};

const convTranspose: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const w = given(inputs[1]);
  const { kernel, strides, dilations, pads } = windowOf(node, w.dims);
  const extra = intsAttribute(node, 'output_padding') ?? kernel.map(() => 0);
  const wanted = intsAttribute(node, 'output_shape');
  if (typeof x.dims[1] === 'number' && typeof w.dims[0] === 'number' && x.dims[1] !== w.dims[0])
    throw new RangeError(`${x.dims[1]} channels where the filter takes ${w.dims[0]}`);
  const spatial = kernel.map((side, i) =>
    wanted
      ? wanted[i]
      : computed(
          node,
          i + 2,
          x.dims[i + 2],
          (n) => strides[i] * (n - 1) + extra[i] + dilations[i] * (side - 1) + 1 - pads[i] - pads[i + kernel.length],
        ),
  );
  return [{ type: x.type, dims: [x.dims[0], computed(node, 1, w.dims[1], (n) => n * intAttribute(node, 'group', 1)), ...spatial] }];
};

const pool: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const dims = convolved(node, x.dims, x.dims[1]);
  return [
    { type: x.type, dims },
    { type: 'int64', dims },
  ];
};

const globalPool: ShapeRule = ({ inputs }) => {
  const x = first(inputs);
  return [{ type: x.type, dims: x.dims.map((dim, i) => (i < 2 ? dim : 1)) }];
};

const batchNormalization: ShapeRule = ({ inputs }) => {
  const x = first(inputs);
  const statistics: Fact = { type: x.type, dims: given(inputs[1]).dims };
  return [{ type: x.type, dims: x.dims }, statistics, statistics];
};

/** Product of sizes; a free one makes it free under a fresh name, unless it is alone among ones. */
function product(node: Node, index: number, dims: Shape): Dim {
  const others = dims.filter((dim) => dim !== 1);
  if (others.length === 0) return 1;
  if (others.length === 1) return others[0];
  return others.every((dim) => typeof dim === 'number')
    ? others.reduce<number>((total, dim) => total * Number(dim), 1)
    : `${node.outputs[0]}.${index}`;
}

const flatten: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const at = intAttribute(node, 'axis', 1);
  const cut = at < 0 ? at + x.dims.length : at;
  return [{ type: x.type, dims: [product(node, 0, x.dims.slice(0, cut)), product(node, 1, x.dims.slice(cut))] }];
};

const reshape: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const wanted = needNumbers(inputs[1], 'shape');
  const keepZero = intAttribute(node, 'allowzero', 0) === 0;
  const dims: Dim[] = wanted.map((n, i) => (n === 0 && keepZero ? x.dims[i] : n));
  const open = dims.indexOf(-1);
  // Free sizes that stand on both sides cancel.
  const left = [...x.dims];
  const right = dims.filter((_, i) => i !== open);
  for (const dim of right.filter((d) => typeof d === 'string')) {
    const match = left.indexOf(dim);
    if (match >= 0) {
      left.splice(match, 1);
      right.splice(right.indexOf(dim), 1);
    }
  }
  const countLeft = left.every((d) => typeof d === 'number') ? left.reduce<number>((p, d) => p * Number(d), 1) : undefined;
  const countRight = right.reduce<number>((p, d) => p * Number(d), 1);
  if (open >= 0) {
    if (countLeft === undefined) dims[open] = left.length === 1 && countRight === 1 ? left[0] : `${node.outputs[0]}.${open}`;
    else if (countLeft % countRight !== 0) throw new RangeError(`${countLeft} elements into [${wanted.join(', ')}]`);
    else dims[open] = countLeft / countRight;
  } else if (countLeft !== undefined && countLeft !== countRight) {
    throw new RangeError(`${countLeft} elements into [${wanted.join(', ')}]`);
  }
  return [{ type: x.type, dims }];
};

const transpose: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const order = intsAttribute(node, 'perm') ?? x.dims.map((_, i) => x.dims.length - 1 - i);
  if (order.length !== x.dims.length) throw new RangeError(`a permutation of ${order.length} axes`);
  return [{ type: x.type, dims: order.map((i) => x.dims[i]) }];
};

function agree(a: Dim, b: Dim): void {
  if (typeof a === 'number' && typeof b === 'number' && a !== b) throw new RangeError(`inner sizes ${a} and ${b} differ`);
}

const gemm: ShapeRule = ({ node, inputs }) => {
  const a = first(inputs);
  const b = given(inputs[1]);
  const [m, k] = intAttribute(node, 'transA', 0) ? [a.dims[1], a.dims[0]] : a.dims;
  const [k2, n] = intAttribute(node, 'transB', 0) ? [b.dims[1], b.dims[0]] : b.dims;
  agree(k, k2);
  return [{ type: a.type, dims: [m, n] }];
};

const matMul: ShapeRule = ({ inputs }) => {
  const a = first(inputs);
  const b = given(inputs[1]);
  const left: Shape = a.dims.length === 1 ? [1, ...a.dims] : a.dims;
  const right: Shape = b.dims.length === 1 ? [...b.dims, 1] : b.dims;
  agree(left[left.length - 1], right[right.length - 2]);
  const dims = [...broadcast(left.slice(0, -2), right.slice(0, -2))];
  if (a.dims.length > 1) dims.push(left[left.length - 2]);
  if (b.dims.length > 1) dims.push(right[right.length - 1]);
  return [{ type: a.type, dims }];
};

const concat: ShapeRule = ({ node, inputs }) => {
  const parts = inputs.map(given);
  const rank = parts[0].dims.length;
  const along = axis(intAttribute(node, 'axis', 0), rank);
  const dims = parts[0].dims.map((dim, i) => {
    if (i !== along) {
      for (const part of parts) agree(dim, part.dims[i]);
      return dim;
    }
    const sizes = parts.map((part) => part.dims[i]);
    return sizes.every((size) => typeof size === 'number')
      ? sizes.reduce<number>((sum, size) => sum + Number(size), 0)
      : `${node.outputs[0]}.${i}`;
  });
  return [{ type: parts[0].type, dims }];
};

const split: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const along = axis(intAttribute(node, 'axis', 0), x.dims.length);
  const whole = x.dims[along];
  const count = node.outputs.length;
  const sizes = inputs[1]
    ? needNumbers(inputs[1], 'sizes')
    : node.outputs.map((_, i) => Math.min(Math.ceil(Number(whole) / count), Number(whole) - i * Math.ceil(Number(whole) / count)));
  return sizes.map((size) => ({ type: x.type, dims: x.dims.map((dim, i) => (i === along ? size : dim)) }));
};

const slice: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const starts = needNumbers(inputs[1], 'starts');
  const ends = needNumbers(inputs[2], 'ends');
  const axes = inputs[3] ? needNumbers(inputs[3], 'axes') : starts.map((_, i) => i);
  const steps = inputs[4] ? needNumbers(inputs[4], 'steps') : starts.map(() => 1);
  const dims = [...x.dims];
  axes.forEach((given, i) => {
    const at = axis(given, dims.length);
    const step = steps[i];
    dims[at] = computed(node, at, dims[at], (n) => {
      const clamp = (v: number) => Math.min(Math.max(v < 0 ? v + n : v, step < 0 ? -1 : 0), step < 0 ? n - 1 : n);
      return Math.max(0, Math.ceil((clamp(ends[i]) - clamp(starts[i])) / step));
    });
  });
  return [{ type: x.type, dims }];
};

const pad: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const pads = needNumbers(inputs[1], 'pads');
  const axes = inputs[3] ? needNumbers(inputs[3], 'axes') : x.dims.map((_, i) => i);
  const dims = [...x.dims];
  axes.forEach((given, i) => {
    const at = axis(given, dims.length);
    dims[at] = computed(node, at, dims[at], (n) => n + pads[i] + pads[i + axes.length]);
  });
  return [{ type: x.type, dims }];
};

const reduce: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const rank = x.dims.length;
  const axes = inputs[1] ? needNumbers(inputs[1], 'axes') : (intsAttribute(node, 'axes') ?? []);
  if (axes.length === 0 && intAttribute(node, 'noop_with_empty_axes', 0) === 1) return [{ type: x.type, dims: x.dims }];
  const gone = new Set(axes.length === 0 ? x.dims.map((_, i) => i) : axes.map((a) => axis(a, rank)));
  const keep = intAttribute(node, 'keepdims', 1) === 1;
  return [{ type: x.type, dims: x.dims.map((dim, i) => (gone.has(i) ? 1 : dim)).filter((_, i) => keep || !gone.has(i)) }];
};

const unsqueeze: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const wanted = inputs[1] ? needNumbers(inputs[1], 'axes') : (intsAttribute(node, 'axes') ?? []);
  const rank = x.dims.length + wanted.length;
  const fresh = new Set(wanted.map((a) => axis(a, rank)));
  let next = 0;
  return [{ type: x.type, dims: Array.from({ length: rank }, (_, i) => (fresh.has(i) ? 1 : x.dims[next++])) }];
};

const squeeze: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const wanted = inputs[1] ? needNumbers(inputs[1], 'axes') : intsAttribute(node, 'axes');
  const gone = new Set(wanted ? wanted.map((a) => axis(a, x.dims.length)) : x.dims.flatMap((dim, i) => (dim === 1 ? [i] : [])));
  return [{ type: x.type, dims: x.dims.filter((_, i) => !gone.has(i)) }];
};

const cast: ShapeRule = ({ node, inputs }) => {
  const type = elementType(intAttribute(node, 'to', 0));
  if (!type) throw new RangeError('it casts to an element type that is not used here');
  return [{ type, dims: first(inputs).dims }];
};

const constant: ShapeRule = ({ node }) => {
  const value = node.attributes['value'];
  if (value && 'tensor' in value) return [{ type: value.tensor.type, dims: value.tensor.dims, value: value.tensor }];
  return [];
};

const constantOfShape: ShapeRule = ({ node, inputs }) => {
  const value = node.attributes['value'];
  const type: ElementType = value && 'tensor' in value ? value.tensor.type : 'float32';
  return [{ type, dims: needNumbers(inputs[0], 'shape') }];
};

const shapeOf: ShapeRule = ({ inputs }) => {
  const { dims } = first(inputs);
  const known = dims.every((dim) => typeof dim === 'number');
  const value = known ? { dims: [dims.length], type: 'int64' as const, data: BigInt64Array.from(dims, (d) => BigInt(d)) } : undefined;
  return [{ type: 'int64', dims: [dims.length], value }];
};

const gather: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const along = axis(intAttribute(node, 'axis', 0), x.dims.length);
  return [{ type: x.type, dims: [...x.dims.slice(0, along), ...given(inputs[1]).dims, ...x.dims.slice(along + 1)] }];
};

/** By ONNX's operator name, its own domain. */
export const shapeRules: Readonly<Record<string, ShapeRule | undefined>> = {
  ...Object.fromEntries(
    (
      'Identity Relu LeakyRelu Clip Exp Log Sqrt Reciprocal HardSigmoid Sigmoid Tanh Neg Abs Sign Not Softmax LogSoftmax Dropout ' +
      'ScatterElements Round Floor Ceil'
    )
      .split(' ')
      .map((op) => [op, sameAsFirst]),
  ),
  ...Object.fromEntries('Add Sub Mul Div Pow Max Min Sum'.split(' ').map((op) => [op, broadcasting])),
  ...Object.fromEntries('Equal Greater GreaterOrEqual Less LessOrEqual And Or'.split(' ').map((op) => [op, comparing])),
  ...Object.fromEntries('ReduceSum ReduceMean ReduceMax ReduceMin ReduceSumSquare'.split(' ').map((op) => [op, reduce])),
  Where: ({ inputs }) => [
    {
      type: given(inputs[1]).type,
      dims: inputs
        .map(given)
        .map((f) => f.dims)
        .reduce(broadcast),
    },
  ],
  Expand: ({ inputs }) => [{ type: first(inputs).type, dims: broadcast(first(inputs).dims, needNumbers(inputs[1], 'shape')) }],
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  BatchNormalization: batchNormalization,
  Flatten: flatten,
  Reshape: reshape,
  Transpose: transpose,
  Gemm: gemm,
  MatMul: matMul,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Cast: cast,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shapeOf,
  Gather: gather,
};
