/** The product of two blocked maps over images and positions: the matrix product at the heart of a convolution's gradient by its filter. */

import { blockedConv, lastIntoBlocks, outOfBlocks } from '../../network/blocked/nchwc';
import type { Forms } from './forms';

/**
 * Sum over images n and positions p of x[n, i, p] dy[n, o, p], of maps [n, I, h, w] and [n, O, h, w] in blocks: [O / b, I, b].
 * The larger of the two stays as it lies, as the filter [its channels, positions] of a convolution; the other is turned, so that positions
 * are its channels.
 */
export function productOverPositions(forms: Forms, x: string, dy: string): string {
  const { builder } = forms;
  const [inputs, outputs] = [x, dy].map((name) => builder.dims(name)[1]);
  if (outputs >= inputs) return asFilter(forms, x, dy);
  const turned = forms.reshape(asFilter(forms, dy, x), [1, inputs, outputs, 1]);
  const plain = forms.reshape(outOfBlocks(builder, turned), [1, inputs, 1, outputs]);
  return forms.reshape(lastIntoBlocks(builder, plain), [outputs * inputs]);
}

/** [L / b, M, b] from the turned map of M channels and the filter of L. */
function asFilter(forms: Forms, turned: string, filter: string): string {
  const { builder, block } = forms;
  const [n, channels, height, width] = builder.dims(turned);
  const filters = builder.dims(filter)[1];
  const positions = height * width;
  // An image at a time, where a sum of products over images costs less than bringing all images into one product.
  const together = n === 1 || channels * filters > (channels + filters) * positions;
  const groups = together ? 1 : n;
  const count = together ? n * positions : positions;
  const padded = Math.ceil(count / block) * block;
  let columns = forms.reshape(outOfBlocks(builder, turned), [n, channels, positions]);
  let rows = forms.reshape(filter, [n, filters / block, positions, block]);
  if (together && n > 1) {
    columns = forms.reshape(builder.op('Transpose', [columns], { perm: { ints: [1, 0, 2] } }), [1, channels, count]);
    rows = forms.reshape(builder.op('Transpose', [rows], { perm: { ints: [1, 0, 2, 3] } }), [1, filters / block, count, block]);
  }
  if (padded > count) {
    columns = builder.op('Pad', [columns, builder.int([0, 0, 0, 0, 0, padded - count])]);
    rows = builder.op('Pad', [rows, builder.int([0, 0, 0, 0, 0, 0, padded - count, 0])]);
  }
  const input = lastIntoBlocks(builder, forms.reshape(columns, [groups, channels, 1, padded]));
  const shape = [groups * filters, padded, 1, 1];
  const products = blockedConv(builder, forms.reshape(input, [1, groups * padded, channels, 1]), forms.reshape(rows, shape), {
    filter: shape,
    group: groups,
  });
  if (groups === 1) return forms.reshape(products, [filters * channels]);
  const perImage = forms.reshape(products, [groups, filters * channels]);
  return builder.op('ReduceSum', [perImage, builder.int([0])], { keepdims: { int: 0 } });
}
