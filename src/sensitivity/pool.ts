/** Poolings, for maps of any size. Which cell of a window was the largest is the same for every class and found once. */
import { intAttribute, type Window, windowOf } from '../network/attributes';
import type { GraphBuilder } from '../network/builder';
import { ELEMENT_CODE, floatTensor } from '../network/tensor';
import type { GradientRule } from '../training/gradients/rule';
import { writeUnchanged } from '../training/gradients/rule';
import { putBack } from './conv';
import { cropTo } from './freeSizes';
import { once } from './once';

/** The lowest float32: what lies outside the map is never the largest. */
const LOWEST = -3.4028234663852886e38;

/** The first of equal largest values in a window takes the gradient, as PyTorch has it. */
export const maxPool: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const [x] = inputs;
  const window = windowOf(node);
  const channels = channelsOf(builder, x);
  const places = window.kernel[0] * window.kernel[1];
  const y = writeUnchanged(site);
  const largest = once(() => firstLargest(builder, x, y, window));
  // Each place of the window is a channel of its own: a group has those of one map, and its filter puts each back where it was.
  const filter = once(() => {
    const ones = new Float32Array(channels * places * places);
    for (let i = 0; i < channels * places; i++) ones[i * places + (i % places)] = 1;
    const dims = [channels * places, 1, ...window.kernel];
    return builder.constant(floatTensor(dims, ones));
  });
  return (dy) => {
    const taken = builder.op('Mul', [builder.op('Unsqueeze', [dy, builder.int([2])]), largest()]);
    const sides = builder.op('Shape', [y], { start: { int: 2 }, end: { int: 4 } });
    const flat = builder.op('Concat', [builder.int([-1, channels * places]), sides], { axis: { int: 0 } });
    const [n, , height, width] = builder.shape(y);
    const values = builder.op('Reshape', [taken, flat], {}, { shapes: [[n, channels * places, height, width]] });
    return [putBack(builder, values, filter(), x, window, channels)];
  };
};

/** Every value in a window receives its share. */
export const averagePool: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const [x] = inputs;
  const window = windowOf(node);
  const channels = channelsOf(builder, x);
  const counted = intAttribute(node, 'count_include_pad', 0) === 1;
  const y = writeUnchanged(site);
  const [kh, kw] = window.kernel;
  const whole = (window.pads.every((pad) => pad === 0) && !window.ceil) || (counted && !window.ceil);
  const filter = once(() => builder.constant(floatTensor([channels, 1, kh, kw], new Float32Array(channels * kh * kw).fill(1))));
  const counts = once(() => (whole ? builder.float(kh * kw) : cellsSeen(builder, x, y, window, counted)));
  return (dy) => [putBack(builder, builder.op('Div', [dy, counts()]), filter(), x, window, channels)];
};

/** 1 at the place of each window's first largest value, else 0; [n, c, places, oh, ow]. */
function firstLargest(builder: GraphBuilder, x: string, y: string, window: Window): string {
  const padded = framed(builder, x, window, LOWEST);
  let others: string | undefined;
  const found: string[] = [];
  for (let row = 0; row < window.kernel[0]; row++)
    for (let column = 0; column < window.kernel[1]; column++) {
      const same = builder.op('Equal', [cellsAt(builder, padded, [row, column], y, window), y]);
      const equal = builder.op('Cast', [same], { to: { int: ELEMENT_CODE.float32 } });
      const taken = others === undefined ? equal : builder.op('Mul', [equal, others]);
      const left = others ?? builder.float(1);
      others = builder.op('Sub', [left, taken]);
      found.push(builder.op('Unsqueeze', [taken, builder.int([2])]));
    }
  return builder.op('Concat', found, { axis: { int: 2 } });
}

/** For every window, the cell at one place of it; as large as y. */
function cellsAt(builder: GraphBuilder, padded: string, place: readonly number[], y: string, window: Window): string {
  const start = place.map((index, i) => index * window.dilations[i]);
  const last = [2 ** 31 - 1, 2 ** 31 - 1];
  const inputs = [padded, builder.int(start), builder.int(last), builder.int([2, 3]), builder.int(window.strides)];
  return cropTo(builder, builder.op('Slice', inputs), y);
}

/** How many cells each window's mean is taken over, [1, 1, oh, ow]: those of the map, with `padding` those of its frame too. */
function cellsSeen(builder: GraphBuilder, x: string, y: string, window: Window, padding: boolean): string {
  const { kernel, strides, pads, dilations } = window;
  const [, , height, width] = builder.shape(x);
  const sides = builder.op('Shape', [x], { start: { int: 2 }, end: { int: 4 } });
  const plane = builder.op('Concat', [builder.int([1, 1]), sides], { axis: { int: 0 } });
  const map = builder.op('Expand', [builder.float(1), plane], {}, { shapes: [[1, 1, height, width]] });
  const inside = builder.op('Pad', [map, builder.int([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]), builder.float(padding ? 1 : 0)]);
  const beyond = builder.op('Pad', [inside, builder.int([0, 0, 0, 0, 0, 0, ...overhang(window)]), builder.float(0)]);
  const ones = builder.float(new Array<number>(kernel[0] * kernel[1]).fill(1), [1, 1, ...kernel]);
  const attributes = { kernel_shape: { ints: kernel }, strides: { ints: strides }, dilations: { ints: dilations } };
  return cropTo(builder, builder.op('Conv', [beyond, ones], attributes), y);
}

/** The map with its frame, as far as the last window may reach. */
function framed(builder: GraphBuilder, x: string, window: Window, value: number): string {
  const [top, left, bottom, right] = window.pads;
  const [down, across] = overhang(window);
  return builder.op('Pad', [x, builder.int([0, 0, top, left, 0, 0, bottom + down, right + across]), builder.float(value)]);
}

/** How far windows may end outside the frame, down and to the right. */
function overhang({ ceil, strides }: Window): number[] {
  return strides.map((stride) => (ceil ? stride - 1 : 0));
}

/** Throws RangeError when it is not known. */
function channelsOf(builder: GraphBuilder, x: string): number {
  const channels = builder.shape(x)[1];
  if (typeof channels !== 'number') throw new RangeError(`"${x}" has an unknown number of channels`);
  return channels;
}
