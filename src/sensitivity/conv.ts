/** Convolution: how its output follows its input, for maps of any size. Filters are constants of a network in use. */
import { intAttribute, type Window, windowOf } from '../network/attributes';
import type { GraphBuilder } from '../network/builder';
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
  const map = builder.op('ConvTranspose', [values, filter], {
    kernel_shape: { ints: kernel },
    strides: { ints: strides },
    pads: { ints: pads },
    dilations: { ints: dilations },
    output_padding: { ints: room },
    group: { int: group },
  });
  return room.every((cells) => cells === 0) && !window.ceil ? map : cropTo(builder, map, x);
}
