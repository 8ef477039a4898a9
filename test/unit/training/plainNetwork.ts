/** A small classifier without batch norm: nothing in it looks across samples. */
import { GraphBuilder } from '../../../src/network/builder';
import type { Classifier } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';
import { seededRandom } from '../../../src/statistics/random';

export const CLASSES = ['normal', 'benign', 'malignant'];

/** @param extra with a further input `extra` [N, units] that is added to the pooled features */
export function plainClassifier(inputSize: number, units: number, extra = false): Classifier {
  const random = seededRandom(5);
  const builder = new GraphBuilder('plain');
  const weight = (name: string, dims: number[]): string => {
    const count = dims.reduce((a, b) => a * b, 1);
    return builder.initializer(
      name,
      floatTensor(
        dims,
        Float32Array.from({ length: count }, () => (2 * random() - 1) / Math.sqrt(count / dims[0])),
      ),
    );
  };
  const padded = { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } };
  const image = builder.input('image', ['N', 3, inputSize, inputSize]);
  const first = builder.op('Relu', [
    builder.op('Conv', [image, weight('conv1.weight', [units, 3, 3, 3]), weight('conv1.bias', [units])], padded),
  ]);
  const pooled = builder.op('MaxPool', [first], { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } });
  const second = builder.op('Conv', [pooled, weight('conv2.weight', [units, units, 3, 3]), weight('conv2.bias', [units])], padded);
  builder.output(builder.op('Relu', [second], {}, { outputs: ['features'] }));
  let flat = builder.op('Flatten', [builder.op('GlobalAveragePool', ['features'])], { axis: { int: 1 } });
  if (extra) flat = builder.op('Add', [flat, builder.input('extra', ['N', units])]);
  builder.output(
    builder.op('Gemm', [flat, weight('fc.weight', [3, units]), weight('fc.bias', [3])], { transB: { int: 1 } }, { outputs: ['logits'] }),
  );
  const triple = [0, 0, 0] as const;
  return {
    graph: builder.graph,
    architecture: 'plain',
    classes: CLASSES,
    inputSize,
    units,
    head: { weight: 'fc.weight', bias: 'fc.bias' },
    mean: triple,
    std: [1, 1, 1],
  };
}
