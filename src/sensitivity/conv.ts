/** Convolution: how its output follows its input, for maps of any size. Filters are constants of a network in use. */
import { intAttribute, type Window, windowOf } from '../network/attributes';
import type { GraphBuilder } from '../network/builder';
import type { Shape } from '../network/shapes';
import type { Backward, Site } from '../training/gradients/rule';
import { writeUnchanged } from '../training/gradients/rule';
import { turnedConvolution } from '../training/standard/convInput';
import { cropTo } from './freeSizes';
import { once } from './once';

/**
 * @param scale [outputs, 1, 1, 1] that a batch norm behind the convolution multiplies its channels by; it is taken into the filter, so that
 *   the gradient goes through both at once
 * Throws RangeError when the filter itself is computed from the layer.
 */
export function conv(site: Site, scale?: string): Backward {
  const { builder, node, inputs } = site;
  const [x, weight] = inputs;
  const window = windowOf(node, builder.dims(weight));
  const group = intAttribute(node, 'group', 1);
  writeUnchanged(site);
  const way = once(() => {
    const filter = scale === undefined ? weight : builder.op('Mul', [weight, scale]);
    return (
      turnedConvolution(builder, { weight: filter, window, group }) ?? ((dy: string) => putBack(builder, dy, filter, x, window, group))
    );
  });
  return (dy, wanted) => {
    if (wanted[1] || wanted[2]) throw new RangeError('a filter or bias that depends on the image');
    return [way()(dy)];
  };
}

/**
 * Every output's value put back through its window, of filter [channels of values, channels of x / group, kh, kw], and added up; of the size
 * of x. What the last window does not reach gets nothing.
 */
export function putBack(builder: GraphBuilder, values: string, filter: string, x: string, window: Window, group: number): string {
  const { kernel, strides, pads, dilations } = window;
  // As much as a window can leave unreached: how much it is depends on the size of x.
  const room = strides.map((stride) => stride - 1);
  const map = builder.op('ConvTranspose', oddGroups(builder, values, filter, group), {
    kernel_shape: { ints: kernel },
    strides: { ints: strides },
    pads: { ints: pads },
    dilations: { ints: dilations },
    output_padding: { ints: room },
    group: { int: group },
  });
  return room.every((cells) => cells === 0) && !window.ceil ? map : cropTo(builder, map, x);
}

/**
 * A transposed convolution's inputs, with a channel of zeros more in each group where a group makes one channel of an even number: onnxruntime
 * 1.30 gives other numbers for those through WebGPU, from the second group on.
 */
function oddGroups(builder: GraphBuilder, values: string, filter: string, group: number): [values: string, filter: string] {
  const [channels, made, kh, kw] = builder.dims(filter);
  const each = channels / group;
  if (group === 1 || made !== 1 || each % 2 === 1) return [values, filter];
  const [n, , height, width] = builder.shape(values);
  const sides = builder.op('Shape', [values], { start: { int: 2 }, end: { int: 4 } });
  const arranged = (value: string, sizes: number[], shape: Shape): string =>
    builder.op('Reshape', [value, builder.op('Concat', [builder.int(sizes), sides], { axis: { int: 0 } })], {}, { shapes: [shape] });
  const apart = arranged(values, [-1, group, each], [n, group, each, height, width]);
  const padded = builder.op('Pad', [apart, builder.int([0, 0, 0, 0, 0, 0, 0, 1, 0, 0])]);
  const filters = builder.op('Reshape', [filter, builder.int([group, each, kh, kw])]);
  const more = builder.op('Pad', [filters, builder.int([0, 0, 0, 0, 0, 1, 0, 0])]);
  return [
    arranged(padded, [-1, group * (each + 1)], [n, group * (each + 1), height, width]),
    builder.op('Reshape', [more, builder.int([group * (each + 1), 1, kh, kw])]),
  ];
}
