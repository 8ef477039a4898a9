/** Means per channel over a batch of maps, in short partial sums: long float32 sums lose digits that small gradients need. */
import type { GraphBuilder } from '../../network/builder';

/** Values added one after another before the partial sums are added; each sum runs in eight lanes or more, so a lane adds at most 128. */
const LONGEST_SUM = 1024;

/** Mean over images and positions of x [images, channels, height, width]; [channels]. */
export function channelMean(builder: GraphBuilder, x: string): string {
  const [images, channels, height, width] = builder.dims(x);
  const run = longestRun(height * width);
  const pieces = (height * width) / run;
  const rows = builder.op('Reshape', [x, builder.int([images, channels * pieces, run])]);
  const partial = builder.op('ReduceMean', [rows], { axes: { ints: [2] }, keepdims: { int: 0 } });
  return meanOfPieces(builder, partial, images, channels, pieces);
}

/** Sum over images and positions; [channels]. */
export function channelSum(builder: GraphBuilder, x: string): string {
  const [images, , height, width] = builder.dims(x);
  return builder.op('Mul', [channelMean(builder, x), builder.float(images * height * width)]);
}

/** Mean over images and positions of a x b, both [images, channels, height, width], in one reading of each and without their product; [channels]. */
export function channelMeanProduct(builder: GraphBuilder, a: string, b: string): string {
  const [images, channels, height, width] = builder.dims(a);
  const run = longestRun(height * width);
  const pieces = (height * width) / run;
  const count = images * channels * pieces;
  const row = builder.op('Reshape', [a, builder.int([count, 1, run])]);
  const column = builder.op('Reshape', [b, builder.int([count, run, 1])]);
  const dots = builder.op('Reshape', [builder.op('MatMul', [row, column]), builder.int([images, channels * pieces])]);
  return builder.op('Mul', [meanOfPieces(builder, dots, images, channels, pieces), builder.float(1 / run)]);
}

/** [images, channels * pieces] to [channels]. */
function meanOfPieces(builder: GraphBuilder, partial: string, images: number, channels: number, pieces: number): string {
  const arranged = builder.op('Reshape', [partial, builder.int([images, channels, pieces])]);
  return builder.op('ReduceMean', [arranged], { axes: { ints: [0, 2] }, keepdims: { int: 0 } });
}

/** The largest divisor of `count` that is no longer than a partial sum may be. */
function longestRun(count: number): number {
  for (let run = Math.min(count, LONGEST_SUM); run > 1; run--) if (count % run === 0) return run;
  return 1;
}
