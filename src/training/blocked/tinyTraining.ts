/** A network as small as can be that has every pattern of the large ones in it: what the blocked layout is tried on. */
import { GraphBuilder } from '../../network/builder';
import type { Classifier } from '../../network/graph';
import type { Value } from '../../network/session';
import { floatTensor } from '../../network/tensor';
import { buildTrainingGraph } from '../graph';
import type { TinyTraining } from './check';

const SIDE = 16;
const BATCH = 2;
const CLASSES = ['first', 'second'];

/** A stem with pooling, a bottleneck with a strided 3 x 3 convolution and one through 1 x 1, whose sum is rectified, and a linear layer. */
export function tinyTraining(): TinyTraining {
  const classifier = tinyClassifier();
  const training = buildTrainingGraph(classifier, { batch: BATCH, momentum: 0.9, weightDecay: 1e-4 });
  const values = (count: number, scale: number): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => scale * Math.sin(1.7 * i + 0.3));
  const feeds: Record<string, Value> = {
    image: { dims: [BATCH, 3, SIDE, SIDE], data: values(BATCH * 3 * SIDE * SIDE, 1.4) },
    labels: { dims: [BATCH, CLASSES.length], data: Float32Array.of(1, 0, 0, 1) },
    weight: { dims: [BATCH], data: Float32Array.of(1, 1) },
    learningRate: { dims: [1], data: Float32Array.of(0.1) },
  };
  for (const { name, count } of [...training.parameters, ...training.statistics])
    feeds[name] = { dims: [count], data: classifier.graph.initializers.get(name)!.data as Float32Array };
  for (const { name, count } of training.momenta) feeds[name] = { dims: [count], data: values(count, 0.01) };
  return { training, feeds };
}

function tinyClassifier(): Classifier {
  const builder = new GraphBuilder('tiny');
  const parameter = (name: string, dims: readonly number[], value: (i: number) => number): string => {
    const count = dims.reduce((product, size) => product * size, 1);
    return builder.initializer(
      name,
      floatTensor(
        dims,
        Float32Array.from({ length: count }, (_, i) => value(i)),
      ),
    );
  };
  const conv = (x: string, name: string, [outputs, inputs, side, stride]: readonly [number, number, number, number]): string => {
    const scale = Math.sqrt(2 / (inputs * side * side));
    const weight = parameter(`${name}.weight`, [outputs, inputs, side, side], (i) => scale * Math.sin(2.3 * i + outputs));
    const pad = (side - 1) / 2;
    const convolved = builder.op('Conv', [x, weight], { strides: { ints: [stride, stride] }, pads: { ints: [pad, pad, pad, pad] } });
    const norm = ['scale', 'bias', 'mean', 'variance'].map((part, k) =>
      parameter(`${name}.${part}`, [outputs], (i) => (k % 3 === 0 ? 1 : 0.1) * (1 + 0.1 * Math.cos(i))),
    );
    return builder.op('BatchNormalization', [convolved, ...norm]);
  };
  const relu = (x: string): string => builder.op('Relu', [x]);
  const image = builder.input('image', ['n', 3, SIDE, SIDE]);
  const stem = relu(conv(image, 'stem', [16, 3, 7, 2]));
  const pooled = builder.op('MaxPool', [stem], { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } });
  const inner = relu(conv(relu(conv(pooled, 'reduce', [16, 16, 1, 1])), 'middle', [16, 16, 3, 2]));
  const sum = relu(builder.op('Add', [conv(inner, 'expand', [32, 16, 1, 1]), conv(pooled, 'shortcut', [32, 16, 1, 2])]));
  const last = conv(relu(conv(sum, 'again', [32, 32, 3, 1])), 'last', [32, 32, 1, 1]);
  builder.op('Relu', [builder.op('Add', [last, sum])], {}, { outputs: ['features'] });
  const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', ['features'])]);
  const head = [parameter('fc.weight', [CLASSES.length, 32], (i) => 0.2 * Math.sin(i)), parameter('fc.bias', [CLASSES.length], () => 0)];
  builder.op('Gemm', [flat, ...head], { transB: { int: 1 } }, { outputs: ['logits'] });
  builder.output('features');
  builder.output('logits');
  const normal = [0, 0, 0] as const;
  return {
    graph: builder.graph,
    architecture: 'tiny',
    classes: CLASSES,
    inputSize: SIDE,
    units: 32,
    head: { weight: 'fc.weight', bias: 'fc.bias' },
    mean: normal,
    std: [1, 1, 1],
  };
}
