/**
 * Putting windows back: with stride s, the rows s m + p of a map (its phase p) are reached by some rows of the window only, so a gradient by
 * the map is made phase by phase and the phases are interleaved. No scattering operator is needed, which keeps every device in.
 */
import type { GraphBuilder } from '../../network/builder';

/** One window row (or column): it reads phase `phase` of the map, `shift` cells before the output's own cell. */
export interface Tap {
  /** Row of the window. */
  index: number;
  phase: number;
  /** Output row o reads cell o + shift of the phase. */
  shift: number;
}

/** Phase and shift of every row of a window. */
export function taps(kernel: number, stride: number, padding: number, dilation: number): Tap[] {
  return Array.from({ length: kernel }, (_, index) => {
    const offset = index * dilation - padding;
    const shift = Math.floor(offset / stride);
    return { index, phase: offset - shift * stride, shift };
  });
}

/** x [n, c, h, w] moved down and right by `shift` cells into a map of size `size`; zeros come in, what leaves is lost. */
export function shiftInto(builder: GraphBuilder, x: string, shift: readonly [number, number], size: readonly [number, number]): string {
  const spatial = builder.dims(x).slice(2);
  const start = shift.map((s) => Math.max(0, -s));
  const end = spatial.map((length, i) => Math.min(length, size[i] - shift[i]));
  const cut = start.some((s, i) => s > 0 || end[i] < spatial[i])
    ? builder.op('Slice', [x, builder.int(start), builder.int(end), builder.int([2, 3])])
    : x;
  const before = shift.map((s) => Math.max(0, s));
  const after = size.map((length, i) => length - before[i] - (end[i] - start[i]));
  if ([...before, ...after].every((pad) => pad === 0)) return cut;
  return builder.op('Pad', [cut, builder.int([0, 0, ...before, 0, 0, ...after])]);
}

/**
 * The map [n, c, height, width] whose phase (p, q) is planes[p * strides[1] + q] [n, c, ceil(height / strides[0]), ceil(width / strides[1])];
 * an undefined plane is zero. At least one plane is given.
 */
export function interleave(
  builder: GraphBuilder,
  planes: readonly (string | undefined)[],
  strides: readonly [number, number],
  [height, width]: readonly [number, number],
): string {
  const given = planes.find((plane) => plane !== undefined);
  if (given === undefined) throw new RangeError('A map is made of at least one phase.');
  const [sy, sx] = strides;
  if (sy * sx === 1) return given;
  const [n, c, h, w] = builder.dims(given);
  let full: string;
  if (planes.every((plane, i) => (plane === undefined) === i > 0)) {
    const cells = builder.op('Reshape', [given, builder.int([n * c * h, 1, w, 1])]);
    full = builder.op('Pad', [cells, builder.int([0, 0, 0, 0, 0, sy - 1, 0, sx - 1])]);
  } else {
    const zero = planes.includes(undefined) ? builder.op('Expand', [builder.float(0), builder.int([n, c, h, w])]) : '';
    const stacked = builder.op(
      'Concat',
      planes.map((plane) => plane ?? zero),
      { axis: { int: 1 } },
    );
    const phases = builder.op('Reshape', [stacked, builder.int([n, sy, sx, c * h, w])]);
    full = builder.op('Transpose', [phases], { perm: { ints: [0, 3, 1, 4, 2] } });
  }
  const map = builder.op('Reshape', [full, builder.int([n, c, h * sy, w * sx])]);
  if (h * sy === height && w * sx === width) return map;
  return builder.op('Slice', [map, builder.int([0, 0]), builder.int([height, width]), builder.int([2, 3])]);
}
