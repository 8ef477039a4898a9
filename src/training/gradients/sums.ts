/** Means per channel over a batch of maps, in short partial sums: long float32 sums lose digits that small gradients need. */
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

/** Sum over images and positions; [channels]. */
export function channelSum(builder: GraphBuilder, x: string): string {
  const [images, , height, width] = builder.dims(x);
  return builder.op('Mul', [channelMean(builder, x), builder.float(images * height * width)]);
}

/** Mean over images and positions of a x b, both [images, channels, height, width]; [channels]. */
export function channelMeanProduct(builder: GraphBuilder, a: string, b: string): string {
  return channelMean(builder, builder.op('Mul', [a, b]));
}

/** The largest divisor of `count` that is no longer than a partial sum may be. */
function longestRun(count: number): number {
  for (let run = Math.min(count, LONGEST_SUM); run > 1; run--) if (count % run === 0) return run;
  return 1;
}
