/** Cells of a blocked map at regular places, taken by convolutions with filters of a single one: they read only what they take, on all cores. */

import { type BlockedConv, blockedConv } from '../../network/blocked/nchwc';
import type { GraphBuilder } from '../../network/builder';

/** Along one axis: output o is cell o x stride + start of the map, or 0 outside of it. */
export interface Places {
  start: number;
  stride: number;
  size: number;
}

/** The cells at these rows and columns: [n, C, rows.size, columns.size]. `fused` is added or applied in the same pass. */
export function pick(
  builder: GraphBuilder,
  x: string,
  rows: Places,
  columns: Places,
  block: number,
  fused: Pick<BlockedConv, 'sum' | 'activation' | 'activationParams'> = {},
): string {
  const [, channels, height, width] = builder.dims(x);
  const still = (places: Places, size: number): boolean => places.start === 0 && places.stride === 1 && places.size === size;
  if (still(rows, height) && still(columns, width) && !fused.sum && !fused.activation) return x;
  const [down, across] = [along(rows, height), along(columns, width)];
  const filter = [channels, 1, down.kernel, across.kernel];
  return blockedConv(builder, x, oneHot(builder, filter, down.index * across.kernel + across.index, block), {
    filter,
    strides: [rows.stride, columns.stride],
    pads: [down.before, across.before, down.after, across.after],
    group: channels,
    ...fused,
  });
}

/** Whether some of the places lie outside a map of this size. */
export function leaves({ start, stride, size }: Places, length: number): boolean {
  return start < 0 || start + (size - 1) * stride >= length;
}

/** Kernel, place of its one, and padding that take these places from `length` cells. */
function along({ start, stride, size }: Places, length: number): { kernel: number; index: number; before: number; after: number } {
  const index = Math.max(0, start);
  const before = Math.max(0, -start);
  const room = length + before - (index + 1);
  const surplus = Math.max(0, room - (size * stride - 1));
  return { kernel: index + 1 + surplus, index, before, after: Math.max(0, (size - 1) * stride - room) };
}

/** A filter by channel [C, 1, kh, kw] in blocks, 1 at one place. */
function oneHot(builder: GraphBuilder, dims: readonly number[], place: number, block: number): string {
  const [channels, , height, width] = dims;
  const data = new Float32Array(channels * height * width);
  for (let first = 0; first < channels; first += block)
    data.fill(1, first * height * width + place * block, first * height * width + (place + 1) * block);
  return builder.constant({ type: 'float32', dims, data });
}
