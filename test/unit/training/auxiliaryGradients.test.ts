/** Gradients through the attention block: softmax by its rule, and every parameter of a network with features, against central differences. */
import assert from 'node:assert/strict';
import { addAuxiliary } from '../../../src/network/auxiliary';
import { GraphBuilder } from '../../../src/network/builder';
import type { Classifier } from '../../../src/network/graph';
import { openSession } from '../../../src/network/session';
import { floatTensor } from '../../../src/network/tensor';
import { seededRandom } from '../../../src/statistics/random';
import { buildTrainingGraph, gradientName } from '../../../src/training/graph';
import { attend } from '../network/attention';
import { dense, distinctValues, gradientErrors, type LayerCase } from './finiteDifferences';

const softmaxCase = (dims: number[], axis: number): LayerCase => ({
  op: 'Softmax',
  attributes: { axis: { int: axis } },
  inputs: [distinctValues(dims, 4)],
  reference: ([x]) => {
    const along = (axis + dims.length) % dims.length;
    const step = dims.slice(along + 1).reduce((a, b) => a * b, 1);
    const start = (i: number) => i - (Math.floor(i / step) % dims[along]) * step;
    return dense(dims, (i) => {
      let total = 0;
      for (let j = 0; j < dims[along]; j++) total += Math.exp(x.data[start(i) + j * step]);
      return Math.exp(x.data[i]) / total;
    });
  },
});

describe("softmax's gradient", () => {
  it('agrees with central differences along the last axis and along an inner one', async () => {
    for (const layer of [softmaxCase([4, 6], -1), softmaxCase([4, 6], 1), softmaxCase([2, 5, 3], 1)]) {
      const [error] = await gradientErrors(layer);
      assert.ok(error < 1e-4, String(error));
    }
  });
});

const [CHANNELS, UNITS, SIDE, CASES] = [3, 5, 4, 3];

/** A convolution of one pixel, pooling and a linear layer: small enough to be written down in a few lines of float64. */
function tinyClassifier(): Classifier {
  const builder = new GraphBuilder('tiny');
  const random = seededRandom(2);
  const drawn = (dims: number[]) =>
    floatTensor(
      dims,
      Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.5),
    );
  const parameter = (name: string, dims: number[]) => builder.initializer(name, drawn(dims));
  const image = builder.input('image', ['N', CHANNELS, SIDE, SIDE]);
  const conv = [parameter('conv.weight', [UNITS, CHANNELS, 1, 1]), parameter('conv.bias', [UNITS])];
  const features = builder.op('Conv', [image, ...conv], { kernel_shape: { ints: [1, 1] } }, { outputs: ['features'] });
  const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', [features])], { axis: { int: 1 } });
  const head = { weight: parameter('fc.weight', [3, UNITS]), bias: parameter('fc.bias', [3]) };
  builder.op('Gemm', [flat, head.weight, head.bias], { transB: { int: 1 } }, { outputs: ['logits'] });
  for (const output of ['features', 'logits']) builder.output(output);
  const classes = ['a', 'b', 'c'];
  return { graph: builder.graph, architecture: 'tiny', classes, inputSize: SIDE, units: UNITS, head, mean: [0, 0, 0], std: [1, 1, 1] };
}

describe('training through the attention block', () => {
  const classifier = addAuxiliary(tinyClassifier(), {
    features: [
      { name: 'age', kind: 'number', mean: 0, deviation: 1 },
      { name: 'smoking', kind: 'category', categories: ['current', 'former', 'never'] },
    ],
    width: 4,
    seed: 2,
  });
  const random = seededRandom(9);
  const images = Float32Array.from({ length: CASES * CHANNELS * SIDE * SIDE }, () => 2 * random() - 1);
  const values = [
    [1.5, 0, 1, 0],
    [-0.5, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  const present = [
    [1, 1],
    [1, 0],
    [0, 0],
  ];
  const labels = [2, 0, 1];
  const weights = [1, 0.5, 1];

  /** Mean cross-entropy by weight, in float64. */
  function loss(changed?: { name: string; at: number; by: number }): number {
    const of = (name: string): ArrayLike<number> => {
      const data = Float64Array.from(classifier.graph.initializers.get(name)!.data as Float32Array);
      if (changed?.name === name) data[changed.at] += changed.by;
      return data;
    };
    const [filter, bias] = [of('conv.weight'), of('conv.bias')];
    let sum = 0;
    for (let n = 0; n < CASES; n++) {
      const means = Array.from({ length: CHANNELS }, (_, c) => {
        const start = (n * CHANNELS + c) * SIDE * SIDE;
        return images.subarray(start, start + SIDE * SIDE).reduce((a, b) => a + b, 0) / (SIDE * SIDE);
      });
      const pooled = Array.from(
        { length: UNITS },
        (_, u) => bias[u] + means.reduce((a, mean, c) => a + mean * filter[u * CHANNELS + c], 0),
      );
      const { logits } = attend(classifier, pooled, values[n], present[n], of);
      const total = logits.reduce((a, v) => a + Math.exp(v), 0);
      sum += (weights[n] * (Math.log(total) - logits[labels[n]])) / weights.reduce((a, b) => a + b, 0);
    }
    return sum;
  }

  it('gives every parameter the gradient of central differences, the layers before the block among them', async () => {
    const { graph, parameters, momenta } = buildTrainingGraph(classifier, { batch: CASES, momentum: 0.9, weightDecay: 0, gradients: true });
    const session = await openSession(graph, { threads: 1 });
    const flat = (rows: number[][]) => ({ dims: [rows.length, rows[0].length], data: Float32Array.from(rows.flat()) });
    const outputs = await session.run({
      image: { dims: [CASES, CHANNELS, SIDE, SIDE], data: images },
      auxiliary: flat(values),
      present: flat(present),
      labels: flat(labels.map((label) => [0, 1, 2].map((k) => (k === label ? 1 : 0)))),
      weight: { dims: [CASES], data: Float32Array.from(weights) },
      learningRate: { dims: [1], data: Float32Array.of(0.1) },
      ...Object.fromEntries(
        parameters.map(({ name, count }) => [name, { dims: [count], data: classifier.graph.initializers.get(name)!.data }]),
      ),
      ...Object.fromEntries(momenta.map(({ name, count }) => [name, { dims: [count], data: new Float32Array(count) }])),
    });
    await session.release();
    assert.ok(Math.abs(outputs['loss'].data[0] - loss()) < 1e-6);
    const trained = parameters.map(({ name }) => name).sort();
    const block = ['0.bias', '0.weight', '1.bias', '1.weight', 'none.weight', 'query.bias', 'query.weight', 'value.weight'];
    assert.deepEqual(trained, [...block.map((name) => `auxiliary.${name}`), 'conv.bias', 'conv.weight', 'fc.bias', 'fc.weight']);
    for (const { name, count } of parameters) {
      const found = outputs[gradientName(name)].data;
      const h = 1e-5;
      const expected = Array.from({ length: count }, (_, at) => (loss({ name, at, by: h }) - loss({ name, at, by: -h })) / (2 * h));
      const scale = Math.max(...expected.map(Math.abs));
      assert.ok(scale > 1e-6, `${name} has no gradient`);
      expected.forEach((value, at) => {
        assert.ok(Math.abs(found[at] - value) < 1e-4 * scale + 1e-7, `${name}[${at}]: ${found[at]} instead of ${value}`);
      });
    }
  });
});
