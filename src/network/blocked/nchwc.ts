/**
 * The engine's own operators in blocked layout. They exist on the CPU alone and are no standard: whether they compute what is written here is
 * checked before they are used. A value's shape stays [n, C, h, w] whatever the order of its elements.
 */
import type { GraphBuilder, NodeOptions } from '../builder';

const DOMAIN = 'com.microsoft.nchwc';

export interface BlockedConv {
  /** [O, I / group, kh, kw] */
  filter: readonly number[];
  strides?: readonly number[];
  /** Top, left, bottom, right. */
  pads?: readonly number[];
  dilations?: readonly number[];
  group?: number;
  /** [O] */
  bias?: string;
  /** A value of the output's shape that is added; its memory is taken where nothing else reads it. */
  sum?: string;
  /** Applied to the sum. */
  activation?: 'Relu' | 'HardSigmoid';
  activationParams?: readonly number[];
  as?: Pick<NodeOptions, 'name' | 'outputs'>;
}

/** Convolution of a blocked map, or of a plain one of fewer channels than a block, with a blocked filter. */
export function blockedConv(builder: GraphBuilder, x: string, weight: string, options: BlockedConv): string {
  const { filter, strides = [1, 1], pads = [0, 0, 0, 0], dilations = [1, 1], group = 1, bias = '', sum = '', activation } = options;
  const [n, , height, width] = builder.shape(x);
  const out = [height, width].map((size, i) => {
    const lost = dilations[i] * (filter[2 + i] - 1) - pads[i] - pads[i + 2];
    if (typeof size === 'number') return Math.floor((size - lost - 1) / strides[i]) + 1;
    if (lost !== 0 || strides[i] !== 1) throw new RangeError(`A convolution that changes the free size ${size}.`);
    return size;
  });
  const inputs = [x, weight, bias, sum];
  while (inputs.at(-1) === '') inputs.pop();
  const attributes = {
    kernel_shape: { ints: filter.slice(2) },
    strides: { ints: strides },
    pads: { ints: pads },
    dilations: { ints: dilations },
    group: { int: group },
    ...(activation && { activation: { string: activation } }),
    ...(options.activationParams && { activation_params: { floats: options.activationParams } }),
  };
  return builder.op('Conv', inputs, attributes, { ...options.as, domain: DOMAIN, shapes: [[n, filter[0], ...out]] });
}

/** A plain map [n, C, h, w] in blocks. */
export function intoBlocks(builder: GraphBuilder, x: string): string {
  return builder.op('ReorderInput', [x], {}, { domain: DOMAIN, shapes: [builder.shape(x)] });
}

/** A plain [n, h, w, C] as blocked map [n, C, h, w]. */
export function lastIntoBlocks(builder: GraphBuilder, x: string): string {
  const [n, height, width, channels] = builder.dims(x);
  return builder.op('ReorderInput', [x], { channels_last: { int: 1 } }, { domain: DOMAIN, shapes: [[n, channels, height, width]] });
}

/** A blocked map as plain [n, C, h, w]. */
export function outOfBlocks(builder: GraphBuilder, x: string, as: BlockedConv['as'] = {}): string {
  const dims = builder.shape(x);
  return builder.op('ReorderOutput', [x], { channels: { int: Number(dims[1]) } }, { ...as, domain: DOMAIN, shapes: [dims] });
}

/** Mean over each map: [n, C, 1, 1]. */
export function blockedGlobalMean(builder: GraphBuilder, x: string): string {
  const [n, channels] = builder.dims(x);
  return builder.op('GlobalAveragePool', [x], {}, { domain: DOMAIN, shapes: [[n, channels, 1, 1]] });
}

export interface BlockedPool {
  kernel: readonly number[];
  strides: readonly number[];
  pads: readonly number[];
  /** Of the output. */
  size: readonly number[];
}

export function blockedMaxPool(builder: GraphBuilder, x: string, { kernel, strides, pads, size }: BlockedPool): string {
  const [n, channels] = builder.dims(x);
  const attributes = { kernel_shape: { ints: kernel }, strides: { ints: strides }, pads: { ints: pads } };
  return builder.op('MaxPool', [x], attributes, { domain: DOMAIN, shapes: [[n, channels, ...size]] });
}
