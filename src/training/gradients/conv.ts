/** Convolution with groups, strides, padding and dilation. */
import { intAttribute, windowOf } from '../../network/attributes';
import { channelSum, convInputGradient, convWeightGradient } from '../operators';
import type { GradientRule } from './rule';

export const conv: GradientRule = ({ builder, node, inputs, shift }) => {
  const [x, weight, bias] = inputs;
  const weightDims = builder.dims(weight);
  const sliding = { window: windowOf(node, weightDims), group: intAttribute(node, 'group', 1) };
  builder.op('Conv', shift ? [x, weight, shift] : inputs, node.attributes, { name: node.name, outputs: node.outputs });
  return (dy, wanted) => [
    wanted[0] ? convInputGradient(builder, dy, weight, builder.dims(x), sliding) : undefined,
    wanted[1] ? convWeightGradient(builder, x, dy, weightDims, sliding) : undefined,
    bias && wanted[2] ? channelSum(builder, dy) : undefined,
  ];
};
