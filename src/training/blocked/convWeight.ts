/**
 * A convolution's gradient by its filter, in blocks: for every place of the filter the product, over images and positions, of dy with the
 * cells of x which that place sees. dy as it lies is a filter of a convolution whose input channels are positions, so that the engine's
 * convolution does the work.
 */
import { type Sliding, slidingOf } from '../operators';
import { convForm } from './conv';
import type { Forms } from './forms';
import { narrowWeightGradient } from './narrowWeight';
import type { Pattern } from './pattern';
import { pick } from './pick';
import { productOverPositions } from './product';

/** With a stride every place of the filter is a map of its own: no more than these, to spare memory. */
const MOST_PLACES = 9;

export const convWeightGradient: Pattern = (forms, node) => {
  const [x, dy] = node.inputs;
  const [output] = node.outputs;
  const dims = forms.dims(output);
  const sliding = slidingOf(node);
  const form = convForm(dims, sliding.group, forms.block);
  if (!forms.canBeMap(dy) || sliding.window.kernel.length !== 2) return false;
  const order = { kind: form === 'narrow' ? 'narrow' : 'filter', dims } as const;
  if (form === 'narrow') {
    const gradient = narrowWeightGradient(forms, forms.plain(x), forms.map(dy), dims, sliding.window);
    if (gradient === undefined) return false;
    forms.setBlocked(output, gradient, order);
    return true;
  }
  if (form !== 'whole' || !forms.canBeMap(x)) return false;
  const unit = sliding.window.strides.every((stride) => stride === 1);
  if (!unit && dims[2] * dims[3] > MOST_PLACES) return false;
  const gradient = unit ? unitStride(forms, x, dy, dims, sliding) : strided(forms, x, dy, dims, sliding);
  forms.setBlocked(output, gradient, order);
  return true;
};

/**
 * With stride 1, moving dy down does what moving x up would: x is moved sideways only, dy up and down only, and one product of the two has
 * every place of the filter, from kw + kh moved maps instead of kw x kh.
 */
function unitStride(forms: Forms, x: string, dy: string, dims: readonly number[], { window }: Sliding): string {
  const { builder, block } = forms;
  const [outputs, inputs, kh, kw] = dims;
  const height = forms.dims(x)[2];
  const outWidth = forms.dims(dy)[3];
  const whole = { start: 0, stride: 1 };
  const columns = Array.from({ length: kw }, (_, j) => {
    const start = j * window.dilations[1] - window.pads[1];
    return pick(builder, forms.map(x), { ...whole, size: height }, { start, stride: 1, size: outWidth }, block);
  });
  const rows = Array.from({ length: kh }, (_, i) => {
    const start = window.pads[0] - i * window.dilations[0];
    return pick(builder, forms.map(dy), { start, stride: 1, size: height }, { ...whole, size: outWidth }, block);
  });
  const product = productOverPositions(forms, joined(forms, columns), joined(forms, rows));
  if (kh * kw === 1) return forms.reshape(product, dims);
  const blocks = forms.reshape(product, [kh, outputs / block, kw, inputs / block, block * block]);
  return forms.reshape(builder.op('Transpose', [blocks], { perm: { ints: [1, 3, 0, 2, 4] } }), dims);
}

function strided(forms: Forms, x: string, dy: string, dims: readonly number[], { window }: Sliding): string {
  const { builder, block } = forms;
  const [outputs, inputs, kh, kw] = dims;
  const [, , outHeight, outWidth] = forms.dims(dy);
  const places = Array.from({ length: kh * kw }, (_, place) => {
    const [i, j] = [Math.floor(place / kw), place % kw];
    const rows = { start: i * window.dilations[0] - window.pads[0], stride: window.strides[0], size: outHeight };
    const columns = { start: j * window.dilations[1] - window.pads[1], stride: window.strides[1], size: outWidth };
    return pick(builder, forms.map(x), rows, columns, block);
  });
  const product = productOverPositions(forms, joined(forms, places), forms.map(dy));
  if (kh * kw === 1) return forms.reshape(product, dims);
  const blocks = forms.reshape(product, [outputs / block, kh * kw, inputs / block, block * block]);
  return forms.reshape(builder.op('Transpose', [blocks], { perm: { ints: [0, 2, 1, 3] } }), dims);
}

/** Blocked maps as one, with the channels of all. */
function joined({ builder }: Forms, maps: readonly string[]): string {
  return maps.length === 1 ? maps[0] : builder.op('Concat', maps, { axis: { int: 1 } });
}
