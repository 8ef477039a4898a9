/** Means and scales per channel of a batch of maps, in ONNX's operators; means in short partial sums: long ones lose digits that small gradients need. */
import type { GraphBuilder } from '../../network/builder';

/** Values added one after another before the partial sums are added: at no cost in time, a third of the error of a whole map's sum. */
const LONGEST_SUM = 64;

/** Mean over images and positions of x [images, channels, height, width]; [channels]. */
export function channelMean(builder: GraphBuilder, x: string): string {
  const [images, channels, height, width] = builder.dims(x);
  const run = longestRun(height * width);
  const pieces = (height * width) / run;
  const rows = builder.op('Reshape', [x, builder.int([images, channels * pieces, run])]);
  const partial = builder.op('ReduceMean', [rows], { axes: { ints: [2] }, keepdims: { int: 0 } });
  const arranged = builder.op('Reshape', [partial, builder.int([images, channels, pieces])]);
  return builder.op('ReduceMean', [arranged], { axes: { ints: [0, 2] }, keepdims: { int: 0 } });
}

/** Mean over images and positions of a x b, both [images, channels, height, width]; [channels]. */
export function channelMeanProduct(builder: GraphBuilder, a: string, b: string): string {
  return channelMean(builder, builder.op('Mul', [a, b]));
}

/** x [images, channels, height, width] times factor [channels], plus offset [channels] and addend where they are given ('' else). */
export function channelScale(builder: GraphBuilder, x: string, factor: string, offset: string, addend: string): string {
  const scaled = offset ? scaleAndShift(builder, x, factor, offset) : builder.op('Mul', [x, perChannel(builder, factor)]);
  return addend ? builder.op('Add', [scaled, addend]) : scaled;
}

/**
 * In one pass on every device: ONNX's normalisation in its inference form, by mean 0 and variance 1. Its training form is not that, and
 * leaves the running variance biased.
 */
function scaleAndShift(builder: GraphBuilder, x: string, factor: string, offset: string): string {
  const channels = builder.dims(x)[1];
  const zeros = builder.float(new Array<number>(channels).fill(0));
  const ones = builder.float(new Array<number>(channels).fill(1));
  return builder.op('BatchNormalization', [x, factor, offset, zeros, ones], { epsilon: { float: 0 } });
}

function perChannel(builder: GraphBuilder, values: string): string {
  return builder.op('Reshape', [values, builder.int([1, builder.dims(values)[0], 1, 1])]);
}

/** The largest divisor of `count` that is no longer than a partial sum may be. */
function longestRun(count: number): number {
  for (let run = Math.min(count, LONGEST_SUM); run > 1; run--) if (count % run === 0) return run;
  return 1;
}
