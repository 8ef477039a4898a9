/** Run by webgpuOperators.test.ts in a process of its own: one step of a network that has every operator with a gradient rule, as JSON. */
import { GraphBuilder } from '../../../src/network/builder';
import type { Classifier } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { trainableOperators } from '../../../src/training/gradients/index';
import { Trainer } from '../../../src/training/step';

const device = process.argv[2] === 'webgpu' ? 'webgpu' : 'cpu';
const [BATCH, SIDE] = [4, 12];

/** Layer after layer on maps of six channels; Erf and such, which have no rule, are not among them. */
function everyOperator(): Classifier {
  const builder = new GraphBuilder('every operator');
  let seed = 0;
  const random = (dims: number[], middle = 0) => {
    const draw = seededRandom(++seed);
    const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => middle + draw() - 0.5);
    return builder.initializer(`p${seed}`, floatTensor(dims, data));
  };
  const fixed = (dims: number[], middle: number) => builder.constant(builder.graph.initializers.get(random(dims, middle))!);
  const window = (side: number, stride: number, pad: number) => ({
    kernel_shape: { ints: [side, side] },
    strides: { ints: [stride, stride] },
    pads: { ints: [pad, pad, pad, pad] },
  });
  const norm = (x: string) =>
    builder.op('BatchNormalization', [x, random([6], 1), random([6]), random([6]), random([6], 2)], { epsilon: { float: 1e-3 } });
  builder.input('image', ['N', 3, SIDE, SIDE]);
  let x = norm(builder.op('Conv', ['image', random([6, 3, 3, 3])], window(3, 1, 1)));
  const six = x;
  x = builder.op('Clip', [builder.op('Mul', [x, builder.float(4)]), builder.float(0), builder.float(6)]);
  x = norm(builder.op('Conv', [x, random([6, 1, 3, 3])], { ...window(3, 1, 1), group: { int: 6 } }));
  const gate = builder.op('HardSigmoid', [builder.op('ReduceMean', [x], { axes: { ints: [2, 3] }, keepdims: { int: 1 } })]);
  x = builder.op('Mul', [x, gate]);
  x = builder.op('Mul', [x, builder.op('Sigmoid', [x])]);
  x = builder.op('HardSwish', [builder.op('Sub', [x, builder.op('Neg', [six])])]);
  x = builder.op('LeakyRelu', [builder.op('Div', [x, fixed([6, 1, 1], 2)])], { alpha: { float: 0.1 } });
  x = builder.op('Sum', [x, builder.op('Tanh', [builder.op('Relu', [six])])]);
  x = builder.op('Add', [x, builder.op('Softmax', [six], { axis: { int: 1 } })]);
  x = builder.op('Pad', [x, builder.int([0, 0, 1, 0, 0, 0, 0, 1])]);
  x = builder.op('MaxPool', [x], { ...window(3, 2, 1), ceil_mode: { int: 1 } });
  x = builder.op('AveragePool', [x], { ...window(2, 1, 0), count_include_pad: { int: 1 } });
  const [, , h, w] = builder.shape(x) as [string, number, number, number];
  const head = builder.op('Slice', [x, builder.int([0]), builder.int([2]), builder.int([1])]);
  x = builder.op('Concat', [x, head], { axis: { int: 1 } });
  x = builder.op('Reshape', [x, builder.int([0, 2, 4, h, w])]);
  x = builder.op('Transpose', [x], { perm: { ints: [0, 2, 1, 3, 4] } });
  x = builder.op('Squeeze', [builder.op('Unsqueeze', [x, builder.int([0])]), builder.int([0])]);
  x = builder.op('Reshape', [x, builder.int([0, 8, h * w])]);
  x = builder.op('MatMul', [x, fixed([h * w, h * w], 0)]);
  const mean = builder.op('ReduceSum', [x, builder.int([-1])], { keepdims: { int: 1 } });
  x = builder.op('Add', [builder.op('Identity', [x]), mean]);
  x = builder.op('Reshape', [builder.op('Dropout', [x]), builder.int([0, 8, h, w])], {}, { outputs: ['features'] });
  const shape = builder.op('Shape', [x]);
  const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', [builder.op('Reshape', [x, shape])])]);
  builder.op('Gemm', [flat, random([3, 8]), random([3])], { transB: { int: 1 } }, { outputs: ['logits'] });
  builder.output('logits');
  const head3 = { weight: `p${seed - 1}`, bias: `p${seed}` };
  return {
    graph: builder.graph,
    architecture: 'every',
    classes: ['a', 'b', 'c'],
    inputSize: SIDE,
    units: 8,
    head: head3,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
}

try {
  const classifier = everyOperator();
  const used = new Set(classifier.graph.nodes.map(({ op }) => op));
  const missing = trainableOperators.filter((op) => !used.has(op));
  const trainer = await Trainer.create(classifier, { batch: BATCH, momentum: 0.9, weightDecay: 0, device });
  const draw = seededRandom(99);
  const images = Float32Array.from({ length: BATCH * 3 * SIDE * SIDE }, () => 2 * draw() - 1);
  const { loss } = await trainer.step({ images, labels: [0, 1, 2, 0], weights: new Float32Array(BATCH).fill(1) }, 0.01);
  const momenta = [...(await trainer.momenta())].map(([name, { data }]) => [name, Array.from(data, Number)]);
  answer({ loss, missing, momenta: Object.fromEntries(momenta) });
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  answer({ problem: error.message });
}

/** A driver's threads do not always end by themselves, so the process does, once everything is written. */
function answer(value: unknown): void {
  process.stdout.write(JSON.stringify(value), () => process.exit(0));
}
