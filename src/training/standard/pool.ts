/** Gradients of poolings in ONNX's operators, none of which hands out the places of maxima: not every device has one. */
import type { Window } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';
import { ELEMENT_CODE } from '../../network/tensor';
import { sumOf } from '../sumOf';
import { interleave, shiftInto, type Tap, taps } from './phases';

/** The lowest float32: what lies outside the map is never the largest. */
const LOWEST = -3.4028234663852886e38;

/** The first of equal largest values in a window takes the gradient, as PyTorch has it. */
export function maxPool(builder: GraphBuilder, [x, y, dy]: readonly string[], window: Window): string {
  const [padded, height, width] = padToWindows(builder, x, y, window);
  let rest = dy;
  const last = window.kernel[0] * window.kernel[1] - 1;
  return putBack(builder, builder.dims(x), window, (row, column) => {
    const seen = cellsAt(builder, padded, [row.index, column.index], [height, width], window);
    const largest = builder.op('Cast', [builder.op('Equal', [seen, y])], { to: { int: ELEMENT_CODE.float32 } });
    const taken = builder.op('Mul', [largest, rest]);
    if (row.index * window.kernel[1] + column.index < last) rest = builder.op('Sub', [rest, taken]);
    return taken;
  });
}

/** Every value in a window receives its share; dims are the input's, `padded` counts cells outside the map as values. */
export function averagePool(builder: GraphBuilder, dy: string, dims: readonly number[], window: Window, padded: boolean): string {
  const counts = padded ? undefined : cellsSeen(dims, builder.dims(dy), window);
  const share = counts
    ? builder.float(
        counts.map((count) => 1 / count),
        [1, 1, ...builder.dims(dy).slice(2)],
      )
    : builder.float(1 / (window.kernel[0] * window.kernel[1]));
  const part = builder.op('Mul', [dy, share]);
  return putBack(builder, dims, window, () => part);
}

/** The gradient by a pooling's input, from the gradient that each place of the window takes. */
function putBack(
  builder: GraphBuilder,
  [, , height, width]: readonly number[],
  window: Window,
  taken: (row: Tap, column: Tap) => string,
): string {
  const { kernel, strides, pads, dilations } = window;
  const size: [number, number] = [Math.ceil(height / strides[0]), Math.ceil(width / strides[1])];
  const planes: string[][] = Array.from({ length: strides[0] * strides[1] }, () => []);
  for (const row of taps(kernel[0], strides[0], pads[0], dilations[0]))
    for (const column of taps(kernel[1], strides[1], pads[1], dilations[1]))
      planes[row.phase * strides[1] + column.phase].push(shiftInto(builder, taken(row, column), [row.shift, column.shift], size));
  const sums = planes.map((terms) => (terms.length > 0 ? sumOf(builder, terms) : undefined));
  return interleave(builder, sums, [strides[0], strides[1]], [height, width]);
}

/** For every window, the cell at one place of it: [n, c, height, width]. */
function cellsAt(builder: GraphBuilder, padded: string, place: readonly number[], size: readonly number[], window: Window): string {
  const start = place.map((index, i) => index * window.dilations[i]);
  const end = start.map((first, i) => first + (size[i] - 1) * window.strides[i] + 1);
  return builder.op('Slice', [padded, builder.int(start), builder.int(end), builder.int([2, 3]), builder.int(window.strides)]);
}

/** The map with its padding, as far as the last window reaches (further than asked for when windows may end outside), and the output's size. */
function padToWindows(builder: GraphBuilder, x: string, y: string, window: Window): [padded: string, height: number, width: number] {
  const [, , height, width] = builder.dims(x);
  const [, , outHeight, outWidth] = builder.dims(y);
  const reach = [outHeight, outWidth].map((out, i) => (out - 1) * window.strides[i] + window.dilations[i] * (window.kernel[i] - 1) + 1);
  const after = [height, width].map((size, i) => Math.max(0, reach[i] - size - window.pads[i]));
  const pads = builder.int([0, 0, window.pads[0], window.pads[1], 0, 0, ...after]);
  return [builder.op('Pad', [x, pads, builder.float(LOWEST)]), outHeight, outWidth];
}

/** How many cells of the map itself each window covers: [oh x ow]. */
function cellsSeen(input: readonly number[], output: readonly number[], { kernel, strides, pads, dilations }: Window): number[] {
  const along = (i: 0 | 1) =>
    Array.from({ length: output[2 + i] }, (_, o) => {
      const places = Array.from({ length: kernel[i] }, (_place, k) => o * strides[i] - pads[i] + k * dilations[i]);
      return places.filter((place) => place >= 0 && place < input[2 + i]).length;
    });
  const [rows, columns] = [along(0), along(1)];
  return rows.flatMap((r) => columns.map((c) => r * c));
}
