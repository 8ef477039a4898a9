/** The tiny network of test/golden/faithfulness.py, and what PyTorch, SciPy and scikit-learn found of it. */
import { readFileSync } from 'node:fs';
import { GraphBuilder } from '../../../src/network/builder';
import type { Classifier } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';

interface GoldenWalk {
  image: number[];
  place: number[];
}

export interface Golden {
  made: Record<string, string>;
  weights: Record<string, number[]>;
  ablation: {
    /** [patches][16][16], of 255 */
    patches: number[][][];
    labels: number[];
    intact: number[][];
    effects: {
      units: number[];
      logits: number[][];
      classes: { auc: number; change: number; variance: number; logit: number }[];
      trueLogit: number;
      decidedLogit: number;
      changed: number;
    }[];
  };
  curves: {
    /** [40][32], of 255 */
    image: number[][];
    steps: number;
    sigma: number;
    decided: number;
    /** Every seventh pixel. */
    blurred: number[];
    deletion: { cam: GoldenWalk; reversed: GoldenWalk };
    insertion: { cam: GoldenWalk; reversed: GoldenWalk };
  };
  wilson: { hits: number; trials: number; low: number; high: number }[];
}

export const golden: Golden = JSON.parse(readFileSync('test/golden/faithfulness.json', 'utf8'));
export const CLASSES = ['normal', 'benign', 'malignant'];
const UNITS = 6;

export function goldenNetwork(): Classifier {
  const builder = new GraphBuilder('golden');
  const parameter = (name: string, dims: number[]) => builder.initializer(name, floatTensor(dims, Float32Array.from(golden.weights[name])));
  const strided = { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } };
  const image = builder.input('image', ['N', 3, 16, 16]);
  const first = builder.op('Conv', [image, parameter('conv1.weight', [4, 3, 3, 3]), parameter('conv1.bias', [4])], strided);
  const second = builder.op(
    'Conv',
    [builder.op('Relu', [first]), parameter('conv2.weight', [UNITS, 4, 3, 3]), parameter('conv2.bias', [UNITS])],
    strided,
  );
  builder.output(builder.op('Relu', [second], {}, { outputs: ['features'] }));
  const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', ['features'])], { axis: { int: 1 } });
  const head = [flat, parameter('fc.weight', [CLASSES.length, UNITS]), parameter('fc.bias', [CLASSES.length])];
  builder.output(builder.op('Gemm', head, { transB: { int: 1 } }, { outputs: ['logits'] }));
  return {
    graph: builder.graph,
    architecture: 'golden',
    classes: CLASSES,
    inputSize: 16,
    units: UNITS,
    head: { weight: 'fc.weight', bias: 'fc.bias' },
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
}
