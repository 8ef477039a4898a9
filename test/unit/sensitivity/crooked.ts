/** A small classifier with a window, a join, a gate and a nonlinearity of every kind that networks have, none of them centred or even. */
import { GraphBuilder } from '../../../src/network/builder';
import type { Attribute, Classifier } from '../../../src/network/graph';
import { elementCount, floatTensor } from '../../../src/network/tensor';
import { hashSeed, seededRandom } from '../../../src/statistics/random';

/** @param end operator of the last nonlinearity */
export function crookedClassifier({ end = 'Tanh' }: { end?: string } = {}): Classifier {
  const builder = new GraphBuilder('crooked');
  builder.input('image', ['N', 3, 37, 37]);
  const drawn = (name: string, dims: number[], scale: number, shift = 0) => {
    const random = seededRandom(hashSeed(name));
    const data = Float32Array.from({ length: elementCount(dims) }, () => shift + scale * (2 * random() - 1));
    return builder.initializer(name, floatTensor(dims, data));
  };
  const op = (kind: string, inputs: string[], name: string, attributes: Record<string, Attribute> = {}, output = `${name}.out`) =>
    builder.op(kind, inputs, attributes, { name, outputs: [output] });
  const conv = (x: string, name: string, [out, into, kh, kw]: number[], attributes: Record<string, Attribute> = {}) =>
    op(
      'Conv',
      [x, drawn(`${name}.weight`, [out, into, kh, kw], 1.5 / Math.sqrt(into * kh * kw)), drawn(`${name}.bias`, [out], 0.2)],
      name,
      attributes,
    );
  const norm = (x: string, name: string, channels: number) =>
    op(
      'BatchNormalization',
      [
        x,
        drawn(`${name}.weight`, [channels], 0.4, 1),
        drawn(`${name}.bias`, [channels], 0.2),
        drawn(`${name}.running_mean`, [channels], 0.2),
        drawn(`${name}.running_var`, [channels], 0.4, 1),
      ],
      name,
    );
  const ints = (...values: number[]): Attribute => ({ ints: values });

  let x = op('LeakyRelu', [norm(conv('image', 'stem', [6, 3, 3, 3], { pads: ints(1, 1, 0, 1) }), 'stem.bn', 6)], 'stem.leaky');
  x = op('MaxPool', [x], 'pool', { kernel_shape: ints(3, 2), strides: ints(2, 2), pads: ints(1, 0, 1, 1), ceil_mode: { int: 1 } });
  // In groups and with holes, stepping unevenly.
  x = conv(x, 'wide', [8, 3, 3, 2], { strides: ints(1, 2), dilations: ints(2, 1), pads: ints(2, 0, 1, 1), group: { int: 2 } });
  x = op('Mul', [x, op('Sigmoid', [x], 'wide.gate')], 'wide.swish');
  // A batch norm that no convolution stands before.
  x = norm(op('AveragePool', [x], 'mean', { kernel_shape: ints(3, 3), strides: ints(2, 1), pads: ints(1, 1, 1, 1) }), 'mean.bn', 8);
  // A gate by the whole map, of each channel.
  const squeezed = op('ReduceMean', [x], 'gate.pool', { axes: ints(2, 3), keepdims: { int: 1 } });
  const gate = op('HardSigmoid', [conv(squeezed, 'gate.conv', [8, 8, 1, 1])], 'gate.sigmoid', {
    alpha: { float: 0.3 },
    beta: { float: 0.5 },
  });
  x = op('Mul', [x, gate], 'gate.scale');
  const pads = builder.int([0, 0, 1, 2, 0, 0, 1, 0]);
  const framed = op('Pad', [x, pads], 'frame');
  const left = op('HardSwish', [conv(framed, 'mixed.conv', [4, 8, 3, 3])], 'mixed.swish');
  const right = op('Clip', [conv(x, 'other.conv', [8, 8, 1, 1]), builder.float(-0.4), builder.float(0.6)], 'other.clip');
  const beside = op('Sub', [op('Relu', [op('Neg', [x], 'other.minus')], 'other.relu'), right], 'other.difference');
  const pooled = op('AveragePool', [beside], 'other.mean', {
    kernel_shape: ints(2, 2),
    pads: ints(0, 1, 1, 0),
    count_include_pad: { int: 1 },
  });
  x = op('Concat', [left, op('Div', [pooled, builder.float(1.7)], 'other.part')], 'mixed.join', { axis: { int: 1 } });
  x = op('Slice', [x, builder.int([1]), builder.int([11]), builder.int([1])], 'mixed.cut');
  x = norm(conv(x, 'narrow', [9, 10, 1, 1]), 'narrow.bn', 9);
  x = op('Add', [x, builder.float(0.1)], 'narrow.shift');
  op(end, [x], 'end', {}, 'features');

  const flat = op('Flatten', [op('GlobalAveragePool', ['features'], 'avgpool')], 'flatten');
  const head = { weight: drawn('fc.weight', [3, 9], 1), bias: drawn('fc.bias', [3], 1) };
  op('Gemm', [flat, head.weight, head.bias], 'fc', { transB: { int: 1 } }, 'logits');
  for (const output of ['features', 'logits']) builder.output(output);
  const classes = ['a', 'b', 'c'];
  return { graph: builder.graph, architecture: 'crooked', classes, inputSize: 37, units: 9, head, mean: [0, 0, 0], std: [1, 1, 1] };
}
