/** Every gradient rule against central differences of a float64 reference. */
import assert from 'node:assert/strict';
import type { Attribute } from '../../../src/network/graph';
import { ProblemError } from '../../../src/protocol/problem';
import { gradientRule } from '../../../src/training/gradients/index';
import { type Dense, dense, distinctValues, gradientErrors, type LayerCase, ruleGradients } from './finiteDifferences';

interface Window {
  kernel: [number, number];
  strides?: [number, number];
  /** top, left, bottom, right */
  pads?: [number, number, number, number];
  dilations?: [number, number];
}

function attributesOf({ kernel, strides, pads, dilations }: Window): Record<string, Attribute> {
  return {
    kernel_shape: { ints: kernel },
    ...(strides && { strides: { ints: strides } }),
    ...(pads && { pads: { ints: pads } }),
    ...(dilations && { dilations: { ints: dilations } }),
  };
}

/** Output [n, c, oh, ow] of a window; `at` gives one output value from the places it reads (undefined outside the map). */
function slide(
  x: Dense,
  channels: number,
  { kernel, strides = [1, 1], pads = [0, 0, 0, 0], dilations = [1, 1] }: Window,
  value: (n: number, c: number, read: (channel: number, i: number, j: number) => number | undefined) => number,
): Dense {
  const [images, inputs, height, width] = x.dims;
  const out = [height, width].map(
    (size, a) => Math.floor((size + pads[a] + pads[2 + a] - dilations[a] * (kernel[a] - 1) - 1) / strides[a]) + 1,
  );
  return dense([images, channels, ...out], (index) => {
    const column = index % out[1];
    const row = Math.floor(index / out[1]) % out[0];
    const c = Math.floor(index / (out[0] * out[1])) % channels;
    const n = Math.floor(index / (out[0] * out[1] * channels));
    return value(n, c, (channel, i, j) => {
      const y = row * strides[0] - pads[0] + i * dilations[0];
      const z = column * strides[1] - pads[1] + j * dilations[1];
      return y >= 0 && y < height && z >= 0 && z < width ? x.data[((n * inputs + channel) * height + y) * width + z] : undefined;
    });
  });
}

function convCase(window: Window, xDims: number[], outputs: number, group = 1, bias = false): LayerCase {
  const inputsPerGroup = xDims[1] / group;
  const [kh, kw] = window.kernel;
  const inputs = [
    distinctValues(xDims, 1),
    distinctValues([outputs, inputsPerGroup, kh, kw], 2),
    ...(bias ? [distinctValues([outputs], 3)] : []),
  ];
  return {
    op: 'Conv',
    attributes: { ...attributesOf(window), group: { int: group } },
    inputs,
    reference: ([x, w, b]) =>
      slide(x, outputs, window, (_n, o, read) => {
        let sum = b ? b.data[o] : 0;
        for (let c = 0; c < inputsPerGroup; c++)
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++) {
              const place = Math.floor(o / (outputs / group)) * inputsPerGroup + c;
              sum += (read(place, i, j) ?? 0) * w.data[((o * inputsPerGroup + c) * kh + i) * kw + j];
            }
        return sum;
      }),
  };
}

function poolCase(op: 'MaxPool' | 'AveragePool', window: Window, xDims: number[], attributes: Record<string, Attribute> = {}): LayerCase {
  const [kh, kw] = window.kernel;
  return {
    op,
    attributes: { ...attributesOf(window), ...attributes },
    inputs: [distinctValues(xDims, 1)],
    reference: ([x]) =>
      slide(x, xDims[1], window, (_n, c, read) => {
        const seen = Array.from({ length: kh * kw }, (_, k) => read(c, Math.floor(k / kw), k % kw)).filter((v) => v !== undefined);
        if (op === 'MaxPool') return Math.max(...seen);
        return seen.reduce((a, b) => a + b, 0) / ('count_include_pad' in attributes ? kh * kw : seen.length);
      }),
  };
}

function gemmCase(transA: number, transB: number, alpha: number, beta: number): LayerCase {
  const [m, k, n] = [3, 4, 2];
  const inputs = [distinctValues(transA ? [k, m] : [m, k], 1), distinctValues(transB ? [n, k] : [k, n], 2), distinctValues([n], 3)];
  return {
    op: 'Gemm',
    attributes: { transA: { int: transA }, transB: { int: transB }, alpha: { float: alpha }, beta: { float: beta } },
    inputs,
    reference: ([a, b, c]) =>
      dense([m, n], (index) => {
        const [row, column] = [Math.floor(index / n), index % n];
        let sum = 0;
        for (let i = 0; i < k; i++) sum += a.data[transA ? i * m + row : row * k + i] * b.data[transB ? column * k + i : i * n + column];
        return alpha * sum + beta * c.data[column];
      }),
  };
}

const perChannel = (x: Dense, values: (channel: number[], c: number) => (v: number) => number): Dense => {
  const [images, channels, height, width] = x.dims;
  const plane = height * width;
  const maps = Array.from({ length: channels }, (_, c) => {
    const own: number[] = [];
    for (let n = 0; n < images; n++) own.push(...x.data.subarray((n * channels + c) * plane, (n * channels + c + 1) * plane));
    return values(own, c);
  });
  return { dims: x.dims, data: x.data.map((v, i) => maps[Math.floor(i / plane) % channels](v)) };
};

const normCase = (dims: number[], offset: number): LayerCase => {
  const channels = dims[1];
  const x = distinctValues(dims, 1);
  return {
    op: 'BatchNormalization',
    attributes: { epsilon: { float: 1e-3 } },
    inputs: [
      { dims, data: x.data.map((v) => Math.fround(v + offset)) },
      distinctValues([channels], 2),
      distinctValues([channels], 3),
      dense([channels], () => offset),
      dense([channels], () => 1),
    ],
    reference: ([input, scale, bias]) =>
      perChannel(input, (own, c) => {
        const mean = own.reduce((a, b) => a + b, 0) / own.length;
        const variance = own.reduce((a, b) => a + (b - mean) ** 2, 0) / own.length;
        return (v) => ((v - mean) / Math.sqrt(variance + 1e-3)) * scale.data[c] + bias.data[c];
      }),
  };
};

const cases: Record<string, LayerCase> = {
  'a 3x3 convolution': convCase({ kernel: [3, 3], pads: [1, 1, 1, 1] }, [2, 3, 5, 4], 4),
  'a 1x1 convolution with bias': convCase({ kernel: [1, 1] }, [2, 3, 4, 4], 5, 1, true),
  'a 1x1 convolution with many filters on a small map': convCase({ kernel: [1, 1] }, [2, 8, 1, 2], 8),
  'a 1x1 convolution with stride 2': convCase({ kernel: [1, 1], strides: [2, 2] }, [2, 3, 5, 6], 4),
  'a 3x3 convolution with stride 2 on an even map': convCase({ kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, [2, 2, 6, 6], 3),
  'a 3x3 convolution with stride 2 on an odd map': convCase({ kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, [2, 2, 7, 5], 3),
  'a 7x7 convolution with stride 2': convCase({ kernel: [7, 7], strides: [2, 2], pads: [3, 3, 3, 3] }, [1, 2, 9, 8], 3),
  'a 7x7 convolution with stride 1': convCase({ kernel: [7, 7], pads: [3, 3, 3, 3] }, [1, 1, 8, 7], 2),
  'a dilated convolution': convCase({ kernel: [3, 3], dilations: [2, 2], pads: [2, 2, 2, 2] }, [1, 2, 6, 7], 3),
  'a grouped convolution': convCase({ kernel: [3, 3], pads: [1, 1, 1, 1] }, [2, 4, 4, 5], 6, 2),
  'a depthwise convolution with stride 2': convCase({ kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, [2, 3, 6, 6], 3, 3),
  'an oblong convolution with uneven padding': convCase({ kernel: [1, 3], pads: [0, 1, 0, 0] }, [2, 2, 4, 5], 3),
  'a tall convolution with uneven strides': convCase({ kernel: [3, 1], strides: [2, 1], pads: [1, 0, 0, 0] }, [2, 2, 6, 3], 3),
  'a 3x3 max pooling with stride 2': poolCase('MaxPool', { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, [2, 2, 7, 6]),
  'a 2x2 max pooling': poolCase('MaxPool', { kernel: [2, 2], strides: [2, 2] }, [1, 3, 5, 4]),
  'an average pooling that leaves padding out': poolCase(
    'AveragePool',
    { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    [1, 2, 6, 5],
  ),
  'an average pooling that counts padding': poolCase('AveragePool', { kernel: [3, 2], pads: [1, 0, 1, 0] }, [1, 2, 5, 5], {
    count_include_pad: { int: 1 },
  }),
  'batch normalisation': normCase([3, 2, 4, 3], 0),
  'batch normalisation far from zero': normCase([3, 2, 4, 3], 500),
  'a linear layer': gemmCase(0, 1, 1, 1),
  'a scaled linear layer': gemmCase(0, 0, 0.5, 2),
  'a transposed linear layer': gemmCase(1, 0, 1, 1),
  'a doubly transposed linear layer': gemmCase(1, 1, 2, 1),
  'a rectifier': {
    op: 'Relu',
    inputs: [distinctValues([2, 3, 4, 4], 1)],
    reference: ([x]) => ({ dims: x.dims, data: x.data.map((v) => Math.max(0, v)) }),
  },
  'a sum': {
    op: 'Add',
    inputs: [distinctValues([2, 3, 2, 2], 1), distinctValues([2, 3, 2, 2], 2)],
    reference: ([a, b]) => ({ dims: a.dims, data: a.data.map((v, i) => v + b.data[i]) }),
  },
  'a sum with one term repeated': {
    op: 'Add',
    inputs: [distinctValues([2, 3, 2, 2], 1), distinctValues([3, 1, 1], 2)],
    reference: ([a, b]) => ({ dims: a.dims, data: a.data.map((v, i) => v + b.data[Math.floor(i / 4) % 3]) }),
  },
  'global average pooling': {
    op: 'GlobalAveragePool',
    inputs: [distinctValues([2, 3, 4, 5], 1)],
    reference: ([x]) => dense([2, 3, 1, 1], (i) => x.data.subarray(i * 20, i * 20 + 20).reduce((a, b) => a + b, 0) / 20),
  },
  'a mean over height and width': {
    op: 'ReduceMean',
    attributes: { axes: { ints: [-1, -2] }, keepdims: { int: 0 } },
    inputs: [distinctValues([2, 3, 4, 5], 1)],
    reference: ([x]) => dense([2, 3], (i) => x.data.subarray(i * 20, i * 20 + 20).reduce((a, b) => a + b, 0) / 20),
  },
  flattening: { op: 'Flatten', inputs: [distinctValues([2, 3, 2, 1], 1)], reference: ([x]) => ({ dims: [2, 6], data: x.data }) },
  reshaping: {
    op: 'Reshape',
    inputs: [distinctValues([2, 3, 2, 1], 1)],
    constants: [[0, -1]],
    reference: ([x]) => ({ dims: [2, 6], data: x.data }),
  },
  'joining channels': {
    op: 'Concat',
    attributes: { axis: { int: 1 } },
    inputs: [distinctValues([2, 1, 3], 1), distinctValues([2, 2, 3], 2)],
    reference: ([a, b]) =>
      dense([2, 3, 3], (i) => {
        const [n, c, k] = [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3];
        return c === 0 ? a.data[n * 3 + k] : b.data[(n * 2 + c - 1) * 3 + k];
      }),
  },
};

describe('the gradient of', () => {
  for (const [name, layer] of Object.entries(cases))
    it(`${name} is that of central differences`, async () => {
      const errors = await gradientErrors(layer);
      const tolerance = name.includes('far from zero') ? 2e-4 : 2e-5;
      errors.forEach((error, i) => {
        assert.ok(error < tolerance, `input ${i} is off by ${error} of its largest gradient`);
      });
    });

  it('a pooling with equal largest values goes to the first of them', async () => {
    const layer = poolCase('MaxPool', { kernel: [2, 2], strides: [2, 2] }, [1, 1, 2, 4]);
    const equal = { ...layer, inputs: [{ dims: [1, 1, 2, 4], data: Float64Array.of(0.5, 0.5, 0.1, 0.2, 0.5, 0.5, 0.3, 0.3) }] };
    const { gradients } = await ruleGradients(
      equal,
      dense([1, 1, 1, 2], (i) => i + 1),
    );
    assert.deepEqual([...gradients[0]!], [1, 0, 0, 0, 0, 0, 2, 0]);
  });

  it('an operator without rule is refused by name', () => {
    assert.throws(
      () => gradientRule({ op: 'LSTM', name: 'recurrent1', inputs: ['x'], outputs: ['y'], attributes: {} }),
      (error: unknown) => error instanceof ProblemError && /LSTM in node recurrent1/.test(error.message),
    );
  });
});
