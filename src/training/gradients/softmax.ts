/** Softmax along one axis: with y = softmax(x), dx = y (dy - sum of y dy along the axis). */
import { intAttribute } from '../../network/attributes';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const softmax: GradientRule = (site) => {
  const { builder, node } = site;
  const y = writeUnchanged(site);
  const axis = intAttribute(node, 'axis', -1);
  return (dy) => {
    const sum = builder.op('ReduceSum', [builder.op('Mul', [y, dy]), builder.int([axis])], { keepdims: { int: 1 } });
    return [builder.op('Mul', [y, builder.op('Sub', [dy, sum])])];
  };
};
