/** The layers of residual networks, written into a graph under torchvision's names, with freshly drawn weights. */
import { hashSeed, type Random, seededRandom } from '../statistics/random';
import { GraphBuilder } from './builder';
import type { Classifier } from './graph';
import { elementCount, floatTensor } from './tensor';

/** Batch normalisation's eps, PyTorch's default. */
export const BATCH_NORM_EPS = 1e-5;

/** ImageNet's mean and standard deviation per channel of values in 0..1, which torchvision's weights were trained with. */
export const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
export const IMAGENET_STD = [0.229, 0.224, 0.225] as const;

/**
 * Writes one network. Every tensor is drawn from a random sequence of its own (seed and tensor name), so that a network's weights do not
 * depend on the order in which its layers are written.
 */
export class ResidualWriter {
  private readonly builder: GraphBuilder;
  private readonly seed: number;

  constructor(name: string, inputSize: number, seed: number) {
    this.builder = new GraphBuilder(name);
    this.seed = seed;
    this.builder.input('image', ['N', 3, inputSize, inputSize]);
  }

  /** Convolution without bias, padded so that stride 1 keeps the size. Weights: normal, std sqrt(2 / fan_out) (He et al. 2015). */
  conv(name: string, x: string, channels: number, kernel: number, stride = 1): string {
    const dims = [channels, this.channels(x), kernel, kernel];
    const deviation = Math.sqrt(2 / (channels * kernel * kernel));
    const data = normals(this.random(`${name}.weight`), elementCount(dims), deviation);
    const weight = this.builder.initializer(`${name}.weight`, floatTensor(dims, data));
    const pad = (kernel - 1) / 2;
    const attributes = {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
      dilations: { ints: [1, 1] },
      group: { int: 1 },
    };
    return this.builder.op('Conv', [x, weight], attributes, { name, outputs: [`${name}.out`] });
  }

  /** Batch normalisation in its inference form, at the identity: scale 1, shift 0, running mean 0, running variance 1. */
  batchNorm(name: string, x: string): string {
    const channels = this.channels(x);
    const parameter = (suffix: string, value: number) =>
      this.builder.initializer(`${name}.${suffix}`, floatTensor([channels], new Float32Array(channels).fill(value)));
    const parameters = [parameter('weight', 1), parameter('bias', 0), parameter('running_mean', 0), parameter('running_var', 1)];
    const attributes = { epsilon: { float: BATCH_NORM_EPS }, momentum: { float: 0.9 } };
    return this.builder.op('BatchNormalization', [x, ...parameters], attributes, { name, outputs: [`${name}.out`] });
  }

  relu(name: string, x: string, output = `${name}.out`): string {
    return this.builder.op('Relu', [x], {}, { name, outputs: [output] });
  }

  maxPool(name: string, x: string): string {
    const attributes = { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } };
    return this.builder.op('MaxPool', [x], attributes, { name, outputs: [`${name}.out`] });
  }

  /** Two 3x3 convolutions beside a shortcut. */
  basicBlock(name: string, x: string, channels: number, stride: number, output?: string): string {
    let y = this.batchNorm(`${name}.bn1`, this.conv(`${name}.conv1`, x, channels, 3, stride));
    y = this.relu(`${name}.relu1`, y);
    y = this.batchNorm(`${name}.bn2`, this.conv(`${name}.conv2`, y, channels, 3));
    return this.join(name, x, y, channels, stride, output);
  }

  /** 1x1, 3x3 and 1x1 convolutions beside a shortcut; the stride is in the 3x3, as torchvision has it. `channels` leave the block. */
  bottleneck(name: string, x: string, channels: number, stride: number, output?: string): string {
    const inner = channels / 4;
    let y = this.batchNorm(`${name}.bn1`, this.conv(`${name}.conv1`, x, inner, 1));
    y = this.relu(`${name}.relu1`, y);
    y = this.batchNorm(`${name}.bn2`, this.conv(`${name}.conv2`, y, inner, 3, stride));
    y = this.relu(`${name}.relu2`, y);
    y = this.batchNorm(`${name}.bn3`, this.conv(`${name}.conv3`, y, channels, 1));
    return this.join(name, x, y, channels, stride, output);
  }

  /** Pooling and linear layer on the last map; gives the finished classifier. Weights: uniform within 1 / sqrt(units), PyTorch's default. */
  classify(architecture: string, features: string, classes: readonly string[]): Classifier {
    const builder = this.builder;
    const units = this.channels(features);
    const pooled = builder.op('GlobalAveragePool', [features], {}, { name: 'avgpool', outputs: ['avgpool.out'] });
    const flat = builder.op('Flatten', [pooled], { axis: { int: 1 } }, { name: 'flatten', outputs: ['flatten.out'] });
    const weight = this.uniform('fc.weight', [classes.length, units], 1 / Math.sqrt(units));
    const bias = this.uniform('fc.bias', [classes.length], 1 / Math.sqrt(units));
    const logits = builder.op('Gemm', [flat, weight, bias], { transB: { int: 1 } }, { name: 'fc', outputs: ['logits'] });
    builder.output(features);
    builder.output(logits);
    const inputSize = builder.shape('image')[2] as number;
    const head = { weight, bias };
    return { graph: builder.graph, architecture, classes: [...classes], inputSize, units, head, mean: IMAGENET_MEAN, std: IMAGENET_STD };
  }

  /** Adds the shortcut, through a 1x1 convolution where its size or channels differ, and rectifies. */
  private join(name: string, x: string, y: string, channels: number, stride: number, output?: string): string {
    const same = stride === 1 && this.channels(x) === channels;
    const shortcut = same ? x : this.batchNorm(`${name}.downsample.1`, this.conv(`${name}.downsample.0`, x, channels, 1, stride));
    const sum = this.builder.op('Add', [y, shortcut], {}, { name: `${name}.add`, outputs: [`${name}.add.out`] });
    return this.relu(`${name}.relu`, sum, output);
  }

  private uniform(name: string, dims: readonly number[], bound: number): string {
    const random = this.random(name);
    const data = Float32Array.from({ length: elementCount(dims) }, () => bound * (2 * random() - 1));
    return this.builder.initializer(name, floatTensor(dims, data));
  }

  private random(tensor: string): Random {
    return seededRandom(hashSeed(`${this.seed} ${tensor}`));
  }

  private channels(x: string): number {
    return this.builder.shape(x)[1] as number;
  }
}

/** Normally distributed numbers of mean 0, by Box and Muller's pairs: ResNet-152 has 58 million of them to draw. */
function normals(random: Random, count: number, deviation: number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
