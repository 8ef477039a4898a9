/** The gradient rules that imported networks need, against central differences of a float64 reference. */
import assert from 'node:assert/strict';
import type { Attribute, Graph, Node } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { obstacles, requireTrainable } from '../../../src/training/gradients/trainable';
import { type Dense, dense, distinctValues, gradientErrors, type LayerCase } from './finiteDifferences';

const map = (op: string, dims: number[], f: (x: number) => number, attributes: Record<string, Attribute> = {}, scale = 1): LayerCase => {
  const x = distinctValues(dims, 1);
  return {
    op,
    attributes,
    inputs: [{ dims, data: x.data.map((v) => Math.fround(v * scale)) }],
    reference: ([input]) => ({ dims: input.dims, data: input.data.map(f) }),
  };
};

/** Element-wise operation with NumPy's broadcasting of `b` along the axes where it is 1. */
const pair = (op: string, a: number[], b: number[], f: (x: number, y: number) => number, offset = 0): LayerCase => {
  const rank = Math.max(a.length, b.length);
  const [da, db] = [a, b].map((dims) => [...new Array<number>(rank - dims.length).fill(1), ...dims]);
  const out = da.map((size, i) => Math.max(size, db[i]));
  const at = (dims: number[], index: number): number => {
    let [rest, place, step] = [index, 0, 1];
    for (let i = rank - 1; i >= 0; i--) {
      if (dims[i] > 1) place += (rest % out[i]) * step;
      rest = Math.floor(rest / out[i]);
      step *= dims[i];
    }
    return place;
  };
  const second = distinctValues(b, 2);
  return {
    op,
    inputs: [distinctValues(a, 1), { dims: b, data: second.data.map((v) => Math.fround(v + offset)) }],
    reference: ([x, y]) => dense(out, (i) => f(x.data[at(da, i)], y.data[at(db, i)])),
  };
};

interface Pooling {
  kernel: number;
  stride: number;
  pad?: number;
  include?: boolean;
}

/** A pooling whose last windows may end outside (ceil_mode), as PyTorch defines it: none starts in the padding behind the map. */
const ceilPool = (op: 'MaxPool' | 'AveragePool', side: number, { kernel, stride, pad = 0, include = false }: Pooling): LayerCase => {
  let out = Math.ceil((side + 2 * pad - kernel) / stride) + 1;
  if ((out - 1) * stride >= side + pad) out--;
  return {
    op,
    attributes: {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
      ceil_mode: { int: 1 },
      ...(op === 'AveragePool' && { count_include_pad: { int: include ? 1 : 0 } }),
    },
    inputs: [distinctValues([2, 2, side, side], 1)],
    reference: ([x]) =>
      dense([2, 2, out, out], (index) => {
        const [column, row, plane] = [index % out, Math.floor(index / out) % out, Math.floor(index / (out * out))];
        const seen: number[] = [];
        for (let i = row * stride - pad; i < row * stride - pad + kernel; i++)
          for (let j = column * stride - pad; j < column * stride - pad + kernel; j++)
            if (i >= 0 && i < side && j >= 0 && j < side) seen.push(x.data[(plane * side + i) * side + j]);
        return op === 'MaxPool' ? Math.max(...seen) : seen.reduce((a, b) => a + b, 0) / (include ? kernel * kernel : seen.length);
      }),
  };
};

const scalar = (value: number): Dense => ({ dims: [], data: Float64Array.of(value) });
const withInputs = (layer: LayerCase, ...more: Dense[]): LayerCase => ({ ...layer, inputs: [...layer.inputs, ...more] });
const hardSigmoid = (x: number, slope: number, shift: number) => Math.min(1, Math.max(0, slope * x + shift));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const matMul = (a: number[], b: number[]): LayerCase => {
  const [m, k, n] = [a[a.length - 2], a[a.length - 1], b[b.length - 1]];
  const images = a.length === 3 ? a[0] : 1;
  return {
    op: 'MatMul',
    inputs: [distinctValues(a, 1), distinctValues(b, 2)],
    reference: ([x, y]) =>
      dense([...a.slice(0, -1), n], (index) => {
        const [column, row, image] = [index % n, Math.floor(index / n) % m, Math.floor(index / (n * m))];
        const start = b.length === 3 ? image * k * n : 0;
        let sum = 0;
        for (let i = 0; i < k; i++) sum += x.data[(image * m + row) * k + i] * y.data[start + i * n + column];
        assert.ok(image < images);
        return sum;
      }),
  };
};

const cases: Record<string, LayerCase> = {
  'a value kept between two bounds': withInputs(
    map('Clip', [2, 3, 4], (x) => Math.min(0.5, Math.max(-0.25, x))),
    scalar(-0.25),
    scalar(0.5),
  ),
  'a rectifier that ends at 6': withInputs(
    map('Clip', [2, 3, 4], (x) => Math.min(6, Math.max(0, x)), {}, 10),
    scalar(0),
    scalar(6),
  ),
  'a leaky rectifier': map('LeakyRelu', [2, 3, 4], (x) => (x > 0 ? x : 0.2 * x), { alpha: { float: 0.2 } }),
  'a sigmoid': map('Sigmoid', [2, 3, 4], logistic, {}, 4),
  'a hyperbolic tangent': map('Tanh', [2, 3, 4], Math.tanh, {}, 3),
  'a hard sigmoid': map('HardSigmoid', [2, 3, 4], (x) => hardSigmoid(x, 0.25, 0.5), { alpha: { float: 0.25 } }, 4),
  'a hard swish': map('HardSwish', [2, 3, 5], (x) => x * hardSigmoid(x, 1 / 6, 0.5), {}, 5),
  'a change of sign': map('Neg', [2, 3], (x) => -x),
  'dropout, of which training keeps everything': map('Dropout', [2, 3], (x) => x),
  'a difference': pair('Sub', [2, 3, 2, 2], [3, 1, 1], (x, y) => x - y),
  'a difference from a repeated value': pair('Sub', [3, 1], [2, 3, 4], (x, y) => x - y),
  'a product of equals': pair('Mul', [2, 3, 2, 2], [2, 3, 2, 2], (x, y) => x * y),
  'a product with a gate per channel': pair('Mul', [2, 3, 2, 4], [2, 3, 1, 1], (x, y) => x * y),
  'a quotient': pair('Div', [2, 3, 2, 2], [3, 1, 1], (x, y) => x / y, 2),
  'a sum of values': pair('Sum', [2, 3], [3], (x, y) => x + y),
  'a product of matrices': matMul([3, 4], [4, 2]),
  'a product of stacked matrices': matMul([2, 3, 4], [2, 4, 2]),
  'a product of stacked matrices with one': matMul([2, 3, 4], [4, 2]),
  'a mean over the last axis': {
    op: 'ReduceMean',
    attributes: { axes: { ints: [-1] }, keepdims: { int: 0 } },
    inputs: [distinctValues([2, 3, 4], 1)],
    reference: ([x]) => dense([2, 3], (i) => x.data.subarray(i * 4, i * 4 + 4).reduce((a, b) => a + b, 0) / 4),
  },
  'a sum over the first axis': {
    op: 'ReduceSum',
    attributes: { keepdims: { int: 1 } },
    inputs: [distinctValues([3, 4], 1)],
    constants: [[0]],
    reference: ([x]) => dense([1, 4], (i) => x.data[i] + x.data[i + 4] + x.data[i + 8]),
  },
  'an exchange of axes': {
    op: 'Transpose',
    attributes: { perm: { ints: [2, 0, 1] } },
    inputs: [distinctValues([2, 3, 4], 1)],
    reference: ([x]) => dense([4, 2, 3], (i) => x.data[(i % 6) * 4 + Math.floor(i / 6)]),
  },
  'a part cut out': {
    op: 'Slice',
    inputs: [distinctValues([2, 4, 3], 1)],
    constants: [[-3], [3], [1]],
    reference: ([x]) => dense([2, 2, 3], (i) => x.data[Math.floor(i / 6) * 12 + 3 + (i % 6)]),
  },
  'a frame of zeros': {
    op: 'Pad',
    inputs: [distinctValues([2, 1, 3], 1)],
    constants: [[0, 1, 2, 0, 0, 1]],
    reference: ([x]) =>
      dense([2, 2, 6], (i) => (Math.floor(i / 6) % 2 === 1 && i % 6 >= 2 && i % 6 < 5 ? x.data[Math.floor(i / 12) * 3 + (i % 6) - 2] : 0)),
  },
  'a max pooling whose last windows end outside': ceilPool('MaxPool', 6, { kernel: 3, stride: 2 }),
  'a padded max pooling whose last windows end outside': ceilPool('MaxPool', 6, { kernel: 3, stride: 2, pad: 1 }),
  'an average pooling whose last windows end outside': ceilPool('AveragePool', 6, { kernel: 3, stride: 2 }),
  'a padded average pooling whose last windows end outside': ceilPool('AveragePool', 6, { kernel: 3, stride: 2, pad: 1 }),
  'an average pooling that counts padding, its last windows full': ceilPool('AveragePool', 7, {
    kernel: 3,
    stride: 2,
    pad: 1,
    include: true,
  }),
};

describe('the gradient of', () => {
  for (const [name, layer] of Object.entries(cases))
    it(`${name} is that of central differences`, async () => {
      const errors = await gradientErrors(layer);
      errors.forEach((error, i) => {
        assert.ok(error < 2e-5, `input ${i} is off by ${error} of its largest gradient`);
      });
    });
});

describe('a network with operators that have no gradient rule', () => {
  const node = (op: string, name: string, inputs: string[], output: string): Node => ({
    op,
    name,
    inputs,
    outputs: [output],
    attributes: {},
  });
  const graph: Graph = {
    name: 'net',
    opset: 17,
    nodes: [
      node('Erf', 'before', ['image'], 'a'),
      node('Conv', 'stem', ['a', 'w'], 'b'),
      node('Erf', 'gelu', ['b'], 'c'),
      node('Softmax', 'side', ['b'], 'unread'),
      node('Relu', 'relu', ['c'], 'logits'),
    ],
    initializers: new Map([['w', floatTensor([4, 3, 1, 1], new Float32Array(12))]]),
    inputs: [{ name: 'image', type: 'float32', dims: ['N', 3, 8, 8] }],
    outputs: [{ name: 'logits', type: 'float32', dims: ['N', 4, 8, 8] }],
    metadata: {},
  };

  it('is told which of them gradients have to pass, and where they stand', () => {
    assert.deepEqual(obstacles(graph), [{ op: 'Erf', node: 'gelu', place: 'after Conv stem, on b [N, 4, 8, 8]' }]);
  });

  it('is refused with the operators that have one', () => {
    assert.throws(
      () => requireTrainable(graph),
      (error: unknown) => error instanceof ProblemError && /Erf in node gelu, after Conv stem.*MaxPool/s.test(error.message),
    );
  });
});
