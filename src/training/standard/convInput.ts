/** A convolution's gradient by its input, in ONNX's operators. */
import type { Window } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';

export interface InputSite {
  dy: string;
  weight: string;
  /** Of the convolution's input. */
  dims: readonly number[];
  window: Window;
  group: number;
}

/**
 * dX. With stride 1 a convolution of dy by the turned filter, which engines spread over images; else ONNX's transposed convolution (measured
 * against one convolution for each phase of the stride: 42 ms a step of the small network instead of 48).
 */
export function convInput(builder: GraphBuilder, site: InputSite): string {
  const turned = turnedConvolution(builder, site);
  return turned ? turned(site.dy) : transposedConvolution(builder, site);
}

/** From dy to dX of a convolution that steps by one cell, whatever its input's size; the filter is turned once. Undefined for another. */
export function turnedConvolution(
  builder: GraphBuilder,
  { weight, window, group }: Pick<InputSite, 'weight' | 'window' | 'group'>,
): ((dy: string) => string) | undefined {
  const { kernel, strides, pads, dilations } = window;
  const reach = kernel.map((side, i) => dilations[i] * (side - 1));
  const turnedPads = pads.map((pad, i) => reach[i % 2] - pad);
  if (strides.some((stride) => stride > 1) || turnedPads.some((pad) => pad < 0)) return undefined;
  const filter = turnedFilter(builder, weight, group);
  const attributes = {
    kernel_shape: { ints: kernel },
    pads: { ints: turnedPads },
    dilations: { ints: dilations },
    group: { int: group },
  };
  return (dy) => builder.op('Conv', [dy, filter], attributes);
}

/** The filter [outputs, inputs / group, kh, kw] turned by 180 degrees with inputs and outputs exchanged: [inputs, outputs / group, kh, kw]. */
function turnedFilter(builder: GraphBuilder, weight: string, group: number): string {
  const [outputs, inputs, kh, kw] = builder.dims(weight);
  const [from, to] = [builder.int([-1, -1]), builder.int([-kh - 1, -kw - 1])];
  const turned = kh * kw === 1 ? weight : builder.op('Slice', [weight, from, to, builder.int([2, 3]), builder.int([-1, -1])]);
  if (group === 1) return builder.op('Transpose', [turned], { perm: { ints: [1, 0, 2, 3] } });
  const grouped = builder.op('Reshape', [turned, builder.int([group, outputs / group, inputs, kh * kw])]);
  const exchanged = builder.op('Transpose', [grouped], { perm: { ints: [0, 2, 1, 3] } });
  return builder.op('Reshape', [exchanged, builder.int([group * inputs, outputs / group, kh, kw])]);
}

function transposedConvolution(builder: GraphBuilder, { dy, weight, dims, window, group }: InputSite): string {
  const { kernel, strides, pads, dilations } = window;
  const outputs = builder.dims(dy).slice(2);
  // Rows and columns of the input that the last window did not reach have no gradient, but their place.
  const unreached = kernel.map(
    (side, i) => dims[2 + i] + pads[i] + pads[2 + i] - ((outputs[i] - 1) * strides[i] + dilations[i] * (side - 1) + 1),
  );
  return builder.op('ConvTranspose', [dy, weight], {
    kernel_shape: { ints: kernel },
    strides: { ints: strides },
    pads: { ints: pads },
    dilations: { ints: dilations },
    output_padding: { ints: unreached },
    group: { int: group },
  });
}
