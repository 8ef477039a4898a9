/**
 * Maximum pooling and its gradient in blocks. The gradient goes back in two stages, from windows to their rows and from rows to cells: in
 * either the first of equal values takes it, and so does the first of a whole window, row by row.
 */
import { windowOf } from '../../network/attributes';
import { blockedGlobalMean, blockedMaxPool } from '../../network/blocked/nchwc';
import { slidingOf } from '../operators';
import { taps } from '../standard/phases';
import type { Forms } from './forms';
import { interleave } from './interleave';
import { isMap, type Pattern, setMap } from './pattern';
import { leaves, type Places, pick } from './pick';

export const maxPool: Pattern = (forms, node) => {
  const [x] = node.inputs;
  const window = windowOf(node);
  if (node.outputs.length > 1 || !isMap(forms, x) || window.dilations.some((dilation) => dilation !== 1)) return false;
  const [, , height, width] = forms.dims(x);
  const size = forms.dims(node.outputs[0]).slice(2);
  const after = [height, width].map((length, i) => (size[i] - 1) * window.strides[i] + window.kernel[i] - length - window.pads[i]);
  // What the last window does not reach is no padding; a window that ends outside is one padded further.
  const pads = [window.pads[0], window.pads[1], ...after.map((cells) => Math.max(0, cells))];
  return setMap(forms, node, blockedMaxPool(forms.builder, forms.map(x), { kernel: window.kernel, strides: window.strides, pads, size }));
};

export const globalAveragePool: Pattern = (forms, node) => {
  const [x] = node.inputs;
  if (!isMap(forms, x)) return false;
  // Of a single cell, blocks lie as the plain map does.
  forms.setPlain(node.outputs[0], blockedGlobalMean(forms.builder, forms.map(x)));
  return true;
};

export const maxPoolGradient: Pattern = (forms, node) => {
  const [x, y, dy] = node.inputs;
  const { window } = slidingOf(node);
  const [, , height, width] = forms.dims(x);
  const [, , outHeight, outWidth] = forms.dims(y);
  const { kernel, strides, pads, dilations } = window;
  if (!isMap(forms, x) || dilations.some((dilation) => dilation !== 1) || height % strides[0] !== 0 || width % strides[1] !== 0)
    return false;
  const { builder } = forms;
  const after = Math.max(0, (outWidth - 1) * strides[1] + kernel[1] - width - pads[1]);
  const rows = blockedMaxPool(builder, forms.map(x), {
    kernel: [1, kernel[1]],
    strides: [1, strides[1]],
    pads: [0, pads[1], 0, after],
    size: [height, outWidth],
  });
  const vertical = { axis: 0, kernel: kernel[0], stride: strides[0], padding: pads[0], out: outHeight } as const;
  const horizontal = { axis: 1, kernel: kernel[1], stride: strides[1], padding: pads[1], out: outWidth } as const;
  const byRow = stage(forms, rows, forms.map(y), forms.map(dy), vertical);
  return setMap(forms, node, stage(forms, forms.map(x), rows, byRow, horizontal));
};

interface Axis {
  axis: 0 | 1;
  kernel: number;
  stride: number;
  padding: number;
  /** Windows along the axis. */
  out: number;
}

/** Along one axis: the gradient by x of its maxima y, whose gradient is dy; y and dy are windows along the axis, and all there is on the other. */
function stage(forms: Forms, x: string, y: string, dy: string, { axis, kernel, stride, padding, out }: Axis): string {
  const { builder, block } = forms;
  const sizes = builder.dims(x).slice(2);
  const other = { start: 0, stride: 1, size: builder.dims(y)[3 - axis] };
  const along = (moved: Places): [Places, Places] => (axis === 0 ? [moved, other] : [other, moved]);
  const negative = builder.op('Neg', [y]);
  let rest = dy;
  const taken = Array.from({ length: kernel }, (_, index) => {
    if (index === kernel - 1) return rest;
    const places = { start: index - padding, stride, size: out };
    // 1 where the cell is the window's maximum: the step of a hard sigmoid at 0, for no cell is above it.
    const step = { sum: negative, activation: 'HardSigmoid', activationParams: [1e30, 1] } as const;
    let largest = pick(builder, x, ...along(places), block, step);
    if (leaves(places, sizes[axis])) largest = inside(forms, largest, axis, places, sizes[axis]);
    const own = builder.op('Mul', [largest, rest]);
    rest = builder.op('Sub', [rest, own]);
    return own;
  });
  const planes: (string | undefined)[] = Array.from({ length: stride }, () => undefined);
  for (const { index, phase, shift } of taps(kernel, stride, padding, 1)) {
    const size = sizes[axis] / stride;
    const sum = planes[phase];
    planes[phase] = pick(builder, taken[index], ...along({ start: -shift, stride: 1, size }), block, sum ? { sum } : {});
  }
  return interleave(forms, planes, axis === 0 ? [stride, 1] : [1, stride]);
}

/** The map with zeros where the places lie outside. */
function inside({ builder, block }: Forms, map: string, axis: 0 | 1, { start, stride, size }: Places, length: number): string {
  const [n, channels, height, width] = builder.dims(map);
  const there = Array.from({ length: size }, (_, o) => (o * stride + start >= 0 && o * stride + start < length ? 1 : 0));
  const repeat = axis === 0 ? width * block : block;
  const line = there.flatMap((value) => new Array<number>(repeat).fill(value));
  const seen = builder.op('Reshape', [
    map,
    builder.int(axis === 0 ? [(n * channels) / block, line.length] : [(n * channels * height) / block, line.length]),
  ]);
  const kept = builder.op('Mul', [seen, builder.float(line, [1, line.length])]);
  return builder.op('Reshape', [kept, builder.int([n, channels, height, width])]);
}
