/** The network, weights and batches of test/golden/small_bottleneck.py, from the same formulas. */
import { readFileSync } from 'node:fs';
import { GraphBuilder } from '../../../src/network/builder';
import type { Classifier } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';

export interface Golden {
  program: string;
  size: number;
  batch: number;
  classes: number;
  learningRate: number;
  momentum: number;
  weightDecay: number;
  parameters: Record<string, number[]>;
  float32Distance: { all: number; tensors: Record<string, number> };
  losses64: number[];
  losses32: number[];
  runningAfter: Record<string, number[]>;
}

const folder = new URL('../../golden/', import.meta.url);
export const golden: Golden = JSON.parse(readFileSync(new URL('small_bottleneck.json', folder), 'utf8'));

/** The float64 gradients of the first step by parameter, rounded once to float32. */
export function goldenGradients(): Map<string, Float32Array> {
  const bytes = readFileSync(new URL('small_bottleneck.bin', folder));
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let end = 0;
  return new Map(
    Object.entries(golden.parameters).map(([name, dims]) => {
      const start = end;
      end += dims.reduce((a, b) => a * b, 1);
      return [name, all.slice(start, end)];
    }),
  );
}

/** Numbers in [-1, 1) from a 32-bit linear congruential generator. */
function uniform(seed: number, count: number): Float64Array {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

function initial(seed: number, name: string, dims: readonly number[]): Float32Array {
  const values = uniform(
    seed,
    dims.reduce((a, b) => a * b, 1),
  );
  if (dims.length === 4) {
    const bound = Math.fround(Math.sqrt(6 / (dims[1] * dims[2] * dims[3])));
    return Float32Array.from(values, (v) => v * bound);
  }
  if (dims.length === 2) return Float32Array.from(values, (v) => v * 0.25);
  const gain = name.includes('.bn3.') ? 0.25 : 1;
  return Float32Array.from(values, (v) => (name.endsWith('weight') ? gain * (1 + 0.5 * v) : 0.125 * v));
}

/** Images [batch, 3, size, size] and class indices of one step. */
export function goldenBatch(step: number): { images: Float32Array; labels: number[] } {
  const { batch, size, classes } = golden;
  const labels = Array.from({ length: batch }, (_, i) => (i * 5 + (step % 4)) % classes);
  const values = uniform(1000 + (step % 4), batch * 3 * size * size);
  return { images: Float32Array.from(values, (v, i) => v + 0.5 * labels[Math.floor(i / (3 * size * size))] - 0.25), labels };
}

/** The small bottleneck ResNet: 7x7 stem, max pooling, blocks with and without downsampling. */
export function bottleneckClassifier(): Classifier {
  const builder = new GraphBuilder('bottleneck');
  const seeds = new Map(Object.keys(golden.parameters).map((name, i) => [name, i]));
  const parameter = (name: string) => {
    const dims = golden.parameters[name];
    return builder.initializer(name, floatTensor(dims, initial(seeds.get(name)!, name, dims)));
  };
  const conv = (name: string, x: string, stride: number) => {
    const weight = parameter(`${name}.weight`);
    const [kernel] = golden.parameters[`${name}.weight`].slice(2);
    const pad = (kernel - 1) / 2;
    const attributes = {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
    };
    return builder.op('Conv', [x, weight], attributes, { name });
  };
  const norm = (name: string, x: string) => {
    const [channels] = golden.parameters[`${name}.weight`];
    const still = (suffix: string, value: number) =>
      builder.initializer(`${name}.${suffix}`, floatTensor([channels], new Float32Array(channels).fill(value)));
    const inputs = [x, parameter(`${name}.weight`), parameter(`${name}.bias`), still('running_mean', 0), still('running_var', 1)];
    return builder.op('BatchNormalization', inputs, { epsilon: { float: 1e-5 }, momentum: { float: 0.9 } }, { name });
  };
  const relu = (x: string, output?: string) => builder.op('Relu', [x], {}, output ? { outputs: [output] } : {});

  let x = builder.input('image', ['N', 3, golden.size, golden.size]);
  x = relu(norm('bn1', conv('conv1', x, 2)));
  x = builder.op('MaxPool', [x], { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } });
  const blocks = Object.keys(golden.parameters).flatMap((name) => /^(layer(\d)\.(\d))\.conv1\.weight$/.exec(name)?.slice(1, 4) ?? []);
  for (let i = 0; i < blocks.length; i += 3) {
    const [name, layer, block] = blocks.slice(i, i + 3);
    const stride = block === '0' && layer !== '1' ? 2 : 1;
    let y = relu(norm(`${name}.bn1`, conv(`${name}.conv1`, x, 1)));
    y = relu(norm(`${name}.bn2`, conv(`${name}.conv2`, y, stride)));
    y = norm(`${name}.bn3`, conv(`${name}.conv3`, y, 1));
    const shortcut = block === '0' ? norm(`${name}.downsample.1`, conv(`${name}.downsample.0`, x, stride)) : x;
    x = relu(builder.op('Add', [y, shortcut]), i + 3 === blocks.length ? 'features' : undefined);
  }
  const flat = builder.op('Flatten', [builder.op('GlobalAveragePool', [x])], { axis: { int: 1 } });
  const logits = builder.op('Gemm', [flat, parameter('fc.weight'), parameter('fc.bias')], { transB: { int: 1 } }, { outputs: ['logits'] });
  builder.output(x);
  builder.output(logits);
  return {
    graph: builder.graph,
    architecture: 'bottleneck',
    classes: ['normal', 'benign', 'malignant'],
    inputSize: golden.size,
    units: golden.parameters['fc.weight'][1],
    head: { weight: 'fc.weight', bias: 'fc.bias' },
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
}
