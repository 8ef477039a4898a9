/** Convolution with groups, strides, padding and dilation. */
import { intAttribute, type Window, windowOf } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';
import { convWeightGradient } from './convWeight';
import { interleave, type Tap, taps } from './phases';
import type { GradientRule } from './rule';
import { channelSum } from './sums';

export const conv: GradientRule = ({ builder, node, inputs, shift }) => {
  const [x, weight, bias] = inputs;
  const group = intAttribute(node, 'group', 1);
  const window = windowOf(node, builder.dims(weight));
  const operands = shift ? [x, weight, shift] : inputs;
  builder.op('Conv', operands, node.attributes, { name: node.name, outputs: node.outputs });
  return (dy, wanted) => [
    wanted[0] ? inputGradient(builder, dy, weight, builder.dims(x), window, group) : undefined,
    wanted[1] ? convWeightGradient(builder, { x, dy, window, group, weightDims: builder.dims(weight) }) : undefined,
    bias && wanted[2] ? channelSum(builder, dy) : undefined,
  ];
};

/** dX: with stride 1 a convolution of dy by the turned filter, with a larger stride one such convolution for each phase of the map. */
function inputGradient(builder: GraphBuilder, dy: string, weight: string, dims: readonly number[], window: Window, group: number): string {
  const [, , height, width] = dims;
  const dyDims = builder.dims(dy);
  const { kernel, strides, pads, dilations } = window;
  const axis = (i: 0 | 1) => {
    const size = Math.ceil(dims[2 + i] / strides[i]);
    return phasesOf(taps(kernel[i], strides[i], pads[i], dilations[i]), strides[i], dilations[i], size, dyDims[2 + i]);
  };
  const [rows, columns] = [axis(0), axis(1)];
  if ([...rows, ...columns].some((phase) => phase === 'impossible')) return transposed(builder, dy, weight, dims, window, group);
  const turned = turnedFilter(builder, weight, group);
  const planes = rows.flatMap((row) =>
    columns.map((column) => {
      if (row === undefined || column === undefined || row === 'impossible' || column === 'impossible') return undefined;
      const filter = pickTaps(builder, turned, [row, column], kernel);
      const attributes = {
        kernel_shape: { ints: [row.taps.length, column.taps.length] },
        pads: { ints: [row.before, column.before, row.after, column.after] },
        dilations: { ints: [row.dilation, column.dilation] },
        group: { int: group },
      };
      return builder.op('Conv', [dy, filter], attributes);
    }),
  );
  return interleave(builder, planes, [strides[0], strides[1]], [height, width]);
}

/** How one phase of one axis is convolved from dy. */
interface Phase {
  /** Window rows in the turned order. */
  taps: readonly Tap[];
  before: number;
  after: number;
  dilation: number;
}

/** Per phase of an axis; undefined where no tap reads it, 'impossible' where a convolution cannot say it (steps between taps, negative padding). */
function phasesOf(
  all: readonly Tap[],
  stride: number,
  dilation: number,
  size: number,
  outputs: number,
): (Phase | undefined | 'impossible')[] {
  return Array.from({ length: stride }, (_, p) => {
    const own = all.filter((tap) => tap.phase === p).reverse();
    if (own.length === 0) return undefined;
    const step = own.length > 1 ? own[0].shift - own[1].shift : 1;
    const regular = own.every((tap, i) => i === 0 || own[i - 1].shift - tap.shift === step);
    const before = own[0].shift;
    const after = size - outputs + (own.length - 1) * step - before;
    return regular && before >= 0 && after >= 0 && (stride === 1 || dilation === 1)
      ? { taps: own, before, after, dilation: step }
      : 'impossible';
  });
}

/** The filter [outputs, inputs / group, kh, kw] turned by 180 degrees with inputs and outputs exchanged: [inputs, outputs / group, kh, kw]. */
function turnedFilter(builder: GraphBuilder, weight: string, group: number): string {
  const [outputs, inputs, kh, kw] = builder.dims(weight);
  const far = [-1, -1].map((start, i) => start - [kh, kw][i]);
  const turned =
    kh * kw === 1
      ? weight
      : builder.op('Slice', [weight, builder.int([-1, -1]), builder.int(far), builder.int([2, 3]), builder.int([-1, -1])]);
  if (group === 1) return builder.op('Transpose', [turned], { perm: { ints: [1, 0, 2, 3] } });
  const grouped = builder.op('Reshape', [turned, builder.int([group, outputs / group, inputs, kh * kw])]);
  const exchanged = builder.op('Transpose', [grouped], { perm: { ints: [0, 2, 1, 3] } });
  return builder.op('Reshape', [exchanged, builder.int([group * inputs, outputs / group, kh, kw])]);
}

/** The turned filter's rows and columns that one phase uses: every stride-th. */
function pickTaps(builder: GraphBuilder, turned: string, phases: readonly [Phase, Phase], kernel: readonly number[]): string {
  if (phases.every((phase, i) => phase.taps.length === kernel[i])) return turned;
  const place = (i: 0 | 1) => phases[i].taps.map((tap) => kernel[i] - 1 - tap.index);
  const [rows, columns] = [place(0), place(1)];
  const step = (places: readonly number[]) => (places.length > 1 ? places[1] - places[0] : 1);
  return builder.op('Slice', [
    turned,
    builder.int([rows[0], columns[0]]),
    builder.int([rows[rows.length - 1] + 1, columns[columns.length - 1] + 1]),
    builder.int([2, 3]),
    builder.int([step(rows), step(columns)]),
  ]);
}

/** dX as ONNX's transposed convolution: any window, but slower on the CPU. */
function transposed(builder: GraphBuilder, dy: string, weight: string, dims: readonly number[], window: Window, group: number): string {
  const { kernel, strides, pads, dilations } = window;
  const dyDims = builder.dims(dy);
  const missing = kernel.map((side, i) => {
    const reached = (dyDims[2 + i] - 1) * strides[i] - pads[i] - pads[2 + i] + dilations[i] * (side - 1) + 1;
    return dims[2 + i] - reached;
  });
  return builder.op('ConvTranspose', [dy, weight], {
    kernel_shape: { ints: kernel },
    strides: { ints: strides },
    pads: { ints: pads },
    dilations: { ints: dilations },
    output_padding: { ints: missing },
    group: { int: group },
  });
}
