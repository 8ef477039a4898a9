/** Convolutions in blocks: a whole one, one of a plain image of few channels (a network's first), one by channel, and in groups of whole blocks. */
import { intAttribute, windowOf } from '../../network/attributes';
import { blockedConv } from '../../network/blocked/nchwc';
import { filterOrder } from '../../network/blocked/order';
import type { Forms } from './forms';
import { type Pattern, setMap } from './pattern';

export const conv: Pattern = (forms, node) => {
  const [x, weight, bias] = node.inputs;
  const dims = forms.dims(weight);
  const group = intAttribute(node, 'group', 1);
  const form = convForm(dims, group, forms.block);
  if (!form || (form !== 'narrow' && !forms.canBeMap(x))) return false;
  const { strides, pads, dilations } = windowOf(node, dims);
  const input = form === 'narrow' ? forms.plain(x) : forms.map(x);
  const options = { filter: dims, strides, pads, dilations, group, bias: bias ? forms.plain(bias) : '', as: { name: node.name } };
  return setMap(forms, node, blockedConv(forms.builder, input, forms.filter(weight)!.name, options));
};

/** How a convolution with a filter of this shape runs in blocks; undefined where it does not. */
export function convForm(dims: readonly number[], group: number, block: number): 'whole' | 'narrow' | 'channel' | 'groups' | undefined {
  const order = filterOrder(dims, block);
  if (!order) return undefined;
  const [outputs, inputs] = dims;
  if (group === 1) return order.kind === 'filter' ? 'whole' : 'narrow';
  if (inputs === 1 && outputs === group) return 'channel';
  return order.kind === 'filter' && (outputs / group) % block === 0 ? 'groups' : undefined;
}

/** Whether the convolutions that read this filter run in blocks, so that it is kept in blocks from step to step. */
export function isReadInBlocks(forms: Forms, weight: string): boolean {
  return forms
    .readersOf(weight)
    .every((node) => node.op !== 'Conv' || convForm(forms.dims(weight), intAttribute(node, 'group', 1), forms.block));
}
