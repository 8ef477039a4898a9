/** Operators that only arrange values anew, where blocks allow it. */
import { intAttribute } from '../../network/attributes';
import { elementCount } from '../../network/tensor';
import type { Forms } from './forms';
import { isMap, type Pattern, setMap } from './pattern';

/** A filter as one axis, or that axis as the filter again, keeps its order. */
export const reshape: Pattern = (forms, node) => {
  const [x] = node.inputs;
  const [output] = node.outputs;
  const order = forms.order(x);
  const dims = forms.dims(output);
  if (!order || order.kind === 'map') return false;
  if (dims.join() !== order.dims.join() && dims.join() !== String(elementCount(order.dims))) return false;
  forms.setBlocked(output, forms.reshape(forms.blocked(x, order), dims), order);
  return true;
};

/** A value per channel [n, C, 1, 1] repeated over a map, as the gradient of a mean over it. */
export const expand: Pattern = (forms, node) => {
  const [x] = node.inputs;
  const [output] = node.outputs;
  const [from, to] = [forms.dims(x), forms.dims(output)];
  if (!forms.canBeMap(output) || from.length !== 4 || from[0] !== to[0] || from[1] !== to[1] || from[2] * from[3] !== 1) return false;
  const { builder, block } = forms;
  const [n, channels, height, width] = to;
  const seen = forms.reshape(forms.plain(x), [n, channels / block, 1, block]);
  const full = builder.op('Expand', [seen, builder.int([n, channels / block, height * width, block])]);
  return setMap(forms, node, forms.reshape(full, to));
};

/** Maps of whole blocks joined along their channels. */
export const concat: Pattern = (forms, node) => {
  if (intAttribute(node, 'axis', 0) !== 1 || !node.inputs.every((value) => forms.canBeMap(value))) return false;
  if (!node.inputs.some((value) => isMap(forms, value))) return false;
  const maps = node.inputs.map((value) => forms.map(value));
  return setMap(forms, node, forms.builder.op('Concat', maps, { axis: { int: 1 } }, { name: node.name }));
};

/** Whole blocks cut out of a map's channels. */
export const slice: Pattern = (forms, node) => {
  const [x, ...places] = node.inputs;
  const [output] = node.outputs;
  const [starts, ends, axes, steps] = places.map((value) => constantOf(forms, value));
  const alongChannels = axes?.join() === '1' && (!steps || steps.join() === '1');
  if (!alongChannels || !isMap(forms, x) || !forms.canBeMap(output) || starts![0] < 0 || starts![0] % forms.block !== 0) return false;
  const { builder } = forms;
  const [start, end] = [starts![0], Math.min(ends![0], forms.dims(x)[1])];
  return setMap(forms, node, builder.op('Slice', [forms.map(x), builder.int([start]), builder.int([end]), builder.int([1])]));
};

function constantOf(forms: Forms, value: string): number[] | undefined {
  const data = value === '' ? undefined : forms.source.fact(value).value?.data;
  return data && Array.from(data as ArrayLike<number | bigint>, Number);
}
