/**
 * The training graph's own operators: what gradient rules need and ONNX has no operator for. A training graph is first written with them;
 * standard/ expands each into ONNX's operators, which run everywhere, blocked/ into those of one processor's layout.
 */
import type { Window } from '../network/attributes';
import type { GraphBuilder, NodeOptions } from '../network/builder';
import type { Attribute, Node } from '../network/graph';

/** Domain of these operators; no engine knows it. */
export const OWN_DOMAIN = 'deepminer.training';

export type OwnOperator =
  | 'ConvInputGradient'
  | 'ConvWeightGradient'
  | 'MaxPoolGradient'
  | 'AveragePoolGradient'
  | 'ChannelMean'
  | 'ChannelMeanProduct'
  | 'ChannelScale';

/** A convolution's gradient by its input, of shape `dims`, from that by its output and its filter [outputs, inputs / group, kh, kw]. */
export function convInputGradient(builder: GraphBuilder, dy: string, weight: string, dims: readonly number[], sliding: Sliding): string {
  return own(builder, 'ConvInputGradient', [dy, weight], dims, slidingAttributes(sliding));
}

/** A convolution's gradient by its filter, of shape `dims`, from its input and the gradient by its output. */
export function convWeightGradient(builder: GraphBuilder, x: string, dy: string, dims: readonly number[], sliding: Sliding): string {
  return own(builder, 'ConvWeightGradient', [x, dy], dims, slidingAttributes(sliding));
}

/** A maximum pooling's gradient by its input x, from its output y and the gradient by that; of equal values in a window the first takes it. */
export function maxPoolGradient(builder: GraphBuilder, x: string, y: string, dy: string, window: Window): string {
  return own(builder, 'MaxPoolGradient', [x, y, dy], builder.dims(x), slidingAttributes({ window, group: 1 }));
}

/** A mean pooling's gradient by its input, of shape `dims`; `padded` says that cells outside the map count in a window's mean. */
export function averagePoolGradient(builder: GraphBuilder, dy: string, dims: readonly number[], window: Window, padded: boolean): string {
  const attributes = { ...slidingAttributes({ window, group: 1 }), count_include_pad: { int: padded ? 1 : 0 } };
  return own(builder, 'AveragePoolGradient', [dy], dims, attributes);
}

/** Mean over images and positions of x [images, channels, height, width]; [channels]. */
export function channelMean(builder: GraphBuilder, x: string): string {
  return own(builder, 'ChannelMean', [x], [builder.dims(x)[1]]);
}

/** Mean over images and positions of a x b, both [images, channels, height, width]; [channels]. */
export function channelMeanProduct(builder: GraphBuilder, a: string, b: string): string {
  return own(builder, 'ChannelMeanProduct', [a, b], [builder.dims(a)[1]]);
}

/** Sum over images and positions; [channels]. */
export function channelSum(builder: GraphBuilder, x: string): string {
  const [images, , height, width] = builder.dims(x);
  return builder.op('Mul', [channelMean(builder, x), builder.float(images * height * width)]);
}

/** x [images, channels, height, width] times factor [channels], plus offset [channels] and addend (of x's shape) where they are given. */
export function channelScale(builder: GraphBuilder, x: string, factor: string, offset = '', addend = '', as: Naming = {}): string {
  return own(builder, 'ChannelScale', [x, factor, offset, addend], builder.dims(x), {}, as);
}

/** What a node and its output are called; default: fresh names. */
export type Naming = Pick<NodeOptions, 'name' | 'outputs'>;

/** How a convolution's filter slides. */
export interface Sliding {
  window: Window;
  group: number;
}

/** The window and groups of a node made here. */
export function slidingOf(node: Node): Sliding {
  const ints = (name: string): readonly number[] => (node.attributes[name] as { ints: readonly number[] }).ints;
  const group = (node.attributes['group'] as { int: number }).int;
  const window = { kernel: ints('kernel_shape'), strides: ints('strides'), pads: ints('pads'), dilations: ints('dilations'), ceil: false };
  return { window, group };
}

function slidingAttributes({ window, group }: Sliding): Record<string, Attribute> {
  return {
    kernel_shape: { ints: window.kernel },
    strides: { ints: window.strides },
    pads: { ints: window.pads },
    dilations: { ints: window.dilations },
    group: { int: group },
  };
}

function own(
  builder: GraphBuilder,
  op: OwnOperator,
  inputs: readonly string[],
  dims: readonly number[],
  attributes: Record<string, Attribute> = {},
  as: Naming = {},
): string {
  return builder.op(op, inputs, attributes, { ...as, domain: OWN_DOMAIN, shapes: [dims] });
}
