/** Means and scales per channel in blocks, each one pass over the maps. */

import { blockedConv, blockedGlobalMean } from '../../network/blocked/nchwc';
import type { Node } from '../../network/graph';
import type { Forms } from './forms';
import { isMap, type Pattern } from './pattern';

/** Values added one after another before the partial sums are added: longer sums lose digits that small gradients need. */
const LONGEST_SUM = 256;

export const channelMean: Pattern = (forms, node) => {
  const [x] = node.inputs;
  if (!isMap(forms, x)) return false;
  const [n, channels, height, width] = forms.dims(x);
  const { pieces, run } = partialSums(height, width);
  const rows = forms.reshape(forms.map(x), [(n * channels * pieces) / forms.block, forms.block, run, 1]);
  setMean(forms, node, blockedGlobalMean(forms.builder, rows), [n, channels, pieces]);
  return true;
};

/** A convolution by channel whose filter is the other map: each partial sum is one output. */
export const channelMeanProduct: Pattern = (forms, node) => {
  const [a, b] = node.inputs;
  if (!isMap(forms, a) || !isMap(forms, b)) return false;
  const { builder } = forms;
  const [n, channels, height, width] = forms.dims(a);
  const { pieces, run } = partialSums(height, width);
  const rows = n * channels * pieces;
  const filter = [rows, 1, run, 1];
  const sums = blockedConv(builder, forms.reshape(forms.map(a), [1, rows, run, 1]), forms.reshape(forms.map(b), filter), {
    filter,
    group: rows,
  });
  setMean(forms, node, sums, [n, channels, pieces], 1 / run);
  return true;
};

/** x times factor plus offset plus addend: a convolution by channel of a single place. */
export const channelScale: Pattern = (forms, node) => {
  const [x, factor, offset, addend] = node.inputs;
  if (!isMap(forms, x)) return false;
  const { builder } = forms;
  const filter = [forms.dims(x)[1], 1, 1, 1];
  const bias = offset ? forms.plain(offset) : '';
  const weight = forms.reshape(forms.plain(factor), filter);
  const own = addend ? forms.map(addend) : undefined;
  const input = forms.map(x);
  forms.wait(node.outputs[0], {
    write: ({ activation, sum = own }) =>
      blockedConv(builder, input, weight, { filter, group: filter[0], bias, sum, activation, as: { name: node.name } }),
    takesSum: own === undefined,
    takesRelu: true,
  });
  return true;
};

/** A map times one, plus a sum: adds in the memory of the sum. */
export function addInto(forms: Forms, x: string, sum: string, activation?: 'Relu'): string {
  const channels = forms.builder.dims(x)[1];
  const filter = [channels, 1, 1, 1];
  const ones = forms.builder.constant({ type: 'float32', dims: filter, data: new Float32Array(channels).fill(1) });
  return blockedConv(forms.builder, x, ones, { filter, group: channels, sum, activation });
}

/** Mean of partial values [n, C / b, pieces, b] over all but the channels, times `factor`: in stages, for the engine adds one after another. */
function setMean(forms: Forms, node: Node, partial: string, [n, channels, pieces]: readonly number[], factor = 1): void {
  const { builder, block } = forms;
  let [mean, left] = [partial, pieces];
  while (left > 1) {
    const run = longestRun(left);
    const arranged = forms.reshape(mean, [(n * channels * left) / (block * run), run, block]);
    mean = builder.op('ReduceMean', [arranged], { axes: { ints: [1] }, keepdims: { int: 0 } });
    left /= run;
  }
  if (n > 1) mean = builder.op('ReduceMean', [forms.reshape(mean, [n, channels])], { axes: { ints: [0] }, keepdims: { int: 0 } });
  const flat = forms.reshape(mean, [channels]);
  forms.setPlain(node.outputs[0], factor === 1 ? flat : builder.op('Mul', [flat, builder.float(factor)]));
}

/** Whole rows of a map (or parts of one row) whose sums are short enough. */
function partialSums(height: number, width: number): { pieces: number; run: number } {
  const count = height * width;
  const run = longestRun(count);
  return { pieces: count / run, run };
}

/** The largest divisor of `count` that is no longer than a sum may be; where there is none, the smallest. */
function longestRun(count: number): number {
  for (let run = Math.min(count, LONGEST_SUM); run > 1; run--) if (count % run === 0) return run;
  for (let run = LONGEST_SUM + 1; run < count; run++) if (count % run === 0) return run;
  return count;
}
