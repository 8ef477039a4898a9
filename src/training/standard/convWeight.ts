/**
 * A convolution's gradient by its filter: for every row and column of the filter, the product of dy with the part of x which that place of
 * the filter sees. Written as one matrix product per image, so that the engine's best routine does the work.
 */
import type { Window } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';

export interface ConvWeightSite {
  /** [n, inputs, h, w] */
  x: string;
  /** [n, outputs, oh, ow] */
  dy: string;
  window: Window;
  group: number;
  /** [outputs, inputs / group, kh, kw] */
  weightDims: readonly number[];
}

/** Filters up to this many places are unrolled in one product; larger ones row by row, to spare memory. */
const UNROLLED_PLACES = 9;

/** [outputs, inputs / group, kh, kw] */
export function convWeight(builder: GraphBuilder, site: ConvWeightSite): string {
  const { dy, window, group, weightDims } = site;
  const [kh, kw] = window.kernel;
  const [outputs, inputs] = weightDims;
  if (window.strides.every((stride) => stride === 1) && kh * kw > 1) return unitStrideGradient(builder, site);
  const columns = shiftedColumns(builder, site);
  const seen = Array.from({ length: kh }, (_, i) => rowsSeen(builder, columns, i, site));
  if (kh * kw <= UNROLLED_PLACES) {
    const product = productOverImages(builder, dy, kh === 1 ? seen[0] : stack(builder, seen, 2), group);
    const arranged = kh === 1 ? product : builder.op('Reshape', [product, builder.int([outputs, inputs, kw, kh])]);
    return builder.op('Reshape', [kh === 1 || kw === 1 ? arranged : exchangeLast(builder, arranged), builder.int(weightDims)]);
  }
  const perRow = seen.map((x) => builder.op('Reshape', [productOverImages(builder, dy, x, group), builder.int([outputs, inputs, 1, kw])]));
  return builder.op('Concat', perRow, { axis: { int: 2 } });
}

/**
 * With stride 1, moving dy down does what moving x up would: x is moved sideways only, dy up and down only, and one product of the two has
 * every place of the filter, from kw + kh moved maps instead of kw x kh.
 */
function unitStrideGradient(builder: GraphBuilder, { x, dy, window, group, weightDims }: ConvWeightSite): string {
  const [kh, kw] = window.kernel;
  const [outputs, inputs] = weightDims;
  const { pads, dilations } = window;
  const [n, channels, height, width] = builder.dims(x);
  const [, , outHeight, outWidth] = builder.dims(dy);
  const columns = Array.from({ length: kw }, (_, j) => {
    const left = pads[1] - j * dilations[1];
    return moved(builder, x, [0, left], [0, outWidth - width - left]);
  });
  const rows = Array.from({ length: kh }, (_, i) => {
    const top = i * dilations[0] - pads[0];
    return moved(builder, dy, [top, 0], [height - outHeight - top, 0]);
  });
  const left = kh === 1 ? rows[0] : builder.op('Reshape', [stack(builder, rows, 2), builder.int([n, outputs * kh, height, outWidth])]);
  const right =
    kw === 1 ? columns[0] : builder.op('Reshape', [stack(builder, columns, 2), builder.int([n, channels * kw, height, outWidth])]);
  const product = productOverImages(builder, left, right, group);
  const arranged = builder.op('Reshape', [product, builder.int([outputs, kh, inputs, kw])]);
  return kh === 1
    ? builder.op('Reshape', [arranged, builder.int(weightDims)])
    : builder.op('Transpose', [arranged], { perm: { ints: [0, 2, 1, 3] } });
}

/** A map with rows and columns of zeros added before and after, or as many taken away where negative. */
function moved(builder: GraphBuilder, x: string, before: readonly number[], after: readonly number[]): string {
  if ([...before, ...after].every((count) => count === 0)) return x;
  return builder.op('Pad', [x, builder.int([0, 0, ...before, 0, 0, ...after])]);
}

/** x padded, each channel once per filter column as that column sees it, all rows kept: [n, inputs x kw, padded h, ow]. */
function shiftedColumns(builder: GraphBuilder, { x, dy, window }: ConvWeightSite): string {
  const { kernel, strides, dilations, pads } = window;
  const [n, inputs] = builder.dims(x);
  const width = builder.dims(dy)[3];
  const padded = pads.some((pad) => pad !== 0) ? builder.op('Pad', [x, builder.int([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]])]) : x;
  const [, , height, paddedWidth] = builder.dims(padded);
  if (kernel[1] === 1 && paddedWidth === width) return padded;
  const columns = Array.from({ length: kernel[1] }, (_, j) => {
    const start = j * dilations[1];
    return slice(builder, padded, 3, start, start + (width - 1) * strides[1] + 1, strides[1]);
  });
  if (columns.length === 1) return columns[0];
  return builder.op('Reshape', [stack(builder, columns, 2), builder.int([n, inputs * kernel[1], height, width])]);
}

/** The rows of `columns` that filter row i sees: [n, inputs x kw, oh, ow]. */
function rowsSeen(builder: GraphBuilder, columns: string, i: number, { dy, window }: ConvWeightSite): string {
  const height = builder.dims(dy)[2];
  if (builder.dims(columns)[2] === height) return columns;
  const start = i * window.dilations[0];
  return slice(builder, columns, 2, start, start + (height - 1) * window.strides[0] + 1, window.strides[0]);
}

/**
 * Sum over images and positions of a times b, within groups of channels: a [n, p, h, w], b [n, q, h, w] (or with more axes that make up
 * channels and positions) gives [group, p / group, q / group] as [p, q / group].
 */
function productOverImages(builder: GraphBuilder, a: string, b: string, group: number): string {
  const dims = builder.dims(a);
  const [n, p] = dims;
  const positions = dims.slice(2).reduce((product, size) => product * size, 1);
  const q = builder.dims(b).reduce((product, size) => product * size, 1) / (n * positions);
  const left = builder.op('Reshape', [a, builder.int([n, group, p / group, positions])]);
  const right = builder.op('Reshape', [b, builder.int([n, group, q / group, positions])]);
  const swap = { perm: { ints: [0, 1, 3, 2] } };
  // Many small products to be added cost more than bringing all images into one product, when maps are small and filters many.
  if ((p * q) / group > (p + q) * positions) {
    const gather = { perm: { ints: [1, 2, 0, 3] } };
    const together = (x: string, channels: number): string =>
      builder.op('Reshape', [builder.op('Transpose', [x], gather), builder.int([group, channels / group, n * positions])]);
    const product = builder.op('MatMul', [together(left, p), builder.op('Transpose', [together(right, q)], { perm: { ints: [0, 2, 1] } })]);
    return builder.op('Reshape', [product, builder.int([p, q / group])]);
  }
  const products = builder.op('MatMul', [left, builder.op('Transpose', [right], swap)]);
  const flat = builder.op('Reshape', [products, builder.int([n, (p * q) / group])]);
  const sum = builder.op('ReduceSum', [flat, builder.int([0])], { keepdims: { int: 0 } });
  return builder.op('Reshape', [sum, builder.int([p, q / group])]);
}

/** Joins values along a new axis. */
function stack(builder: GraphBuilder, values: readonly string[], axis: number): string {
  const parts = values.map((value) => builder.op('Unsqueeze', [value, builder.int([axis])]));
  return builder.op('Concat', parts, { axis: { int: axis } });
}

function exchangeLast(builder: GraphBuilder, x: string): string {
  return builder.op('Transpose', [x], { perm: { ints: [0, 1, 3, 2] } });
}

function slice(builder: GraphBuilder, x: string, axis: number, start: number, end: number, step: number): string {
  return builder.op('Slice', [x, builder.int([start]), builder.int([end]), builder.int([axis]), builder.int([step])]);
}
