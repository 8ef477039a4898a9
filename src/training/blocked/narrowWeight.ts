/**
 * The filter gradient of a convolution of few input channels (a network's first). The channels of the image take the place of images, images
 * that of channels, and dy as it lies is the filter of a convolution whose dilation is the stride: what comes out are the filter's places.
 */
import type { Window } from '../../network/attributes';
import { blockedConv } from '../../network/blocked/nchwc';
import type { Forms } from './forms';

/** Rows of dy that one convolution takes: filters of more rows read more memory than a core's cache holds. */
const MOST_ROWS = 8;

/**
 * [O / b, I, kh, kw, b] from the plain image [n, I, h, w] and the blocked dy [n, O, oh, ow]; undefined where the window is dilated.
 */
export function narrowWeightGradient(forms: Forms, x: string, dy: string, dims: readonly number[], window: Window): string | undefined {
  const { builder, block } = forms;
  if (window.dilations.some((dilation) => dilation !== 1)) return undefined;
  const [outputs, inputs, kh, kw] = dims;
  const [n, , height, width] = builder.dims(x);
  const [, , outHeight, outWidth] = builder.dims(dy);
  const { strides, pads } = window;
  const [fullHeight, fullWidth] = [(outHeight - 1) * strides[0] + kh, (outWidth - 1) * strides[1] + kw];
  const framed = builder.op('Pad', [
    x,
    builder.int([0, 0, pads[0], pads[1], 0, 0, fullHeight - height - pads[0], fullWidth - width - pads[1]]),
  ]);
  const image = builder.op('Transpose', [framed], { perm: { ints: [1, 0, 2, 3] } });
  const images = divisor(n, block / 2);
  const rows = divisor(outHeight, MOST_ROWS);
  const [parts, bands] = [n / images, outHeight / rows];
  const seen = forms.reshape(dy, [parts, images, outputs / block, bands, rows * outWidth * block]);
  const arranged = builder.op('Transpose', [seen], { perm: { ints: [3, 0, 2, 1, 4] } });
  const filter = [outputs, images, rows, outWidth];
  const filters =
    parts * bands === 1
      ? [forms.reshape(arranged, filter)]
      : builder
          .ops('Split', [forms.reshape(arranged, [bands * parts, ...filter])], { axis: { int: 0 } }, { outputs: bands * parts })
          .map((part) => forms.reshape(part, filter));
  let sum: string | undefined;
  filters.forEach((weight, i) => {
    const [band, part] = [Math.floor(i / parts), i % parts];
    const [top, first] = [band * rows * strides[0], part * images];
    const from = builder.int([first, top]);
    const to = builder.int([first + images, top + (rows - 1) * strides[0] + kh]);
    const cut = builder.op('Slice', [image, from, to, builder.int([1, 2])]);
    sum = blockedConv(builder, cut, weight, { filter, dilations: strides, sum });
  });
  // [I, O / b, kh, kw, b]
  const places = forms.reshape(sum!, [inputs, outputs / block, kh * kw * block]);
  return forms.reshape(builder.op('Transpose', [places], { perm: { ints: [1, 0, 2] } }), dims);
}

/** The largest divisor of `count` that is at most `most`. */
function divisor(count: number, most: number): number {
  for (let d = Math.min(count, most); d > 1; d--) if (count % d === 0) return d;
  return 1;
}
