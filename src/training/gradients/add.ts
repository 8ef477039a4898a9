/** Addition: both terms receive the gradient, summed over the axes along which a term was repeated. */
import type { GraphBuilder } from '../../network/builder';
import type { Shape } from '../../network/shapes';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const add: GradientRule = (site) => {
  const { builder, inputs } = site;
  writeUnchanged(site);
  return (gradient, wanted) => inputs.map((input, i) => (wanted[i] ? unbroadcast(builder, gradient, builder.shape(input)) : undefined));
};

/** The gradient of a term of shape `dims` that was broadcast to the gradient's shape; an axis whose size is free was not repeated. */
export function unbroadcast(builder: GraphBuilder, gradient: string, dims: Shape): string {
  const full = builder.shape(gradient);
  const lead = full.length - dims.length;
  const repeated = full.flatMap((size, axis) => (axis < lead || (dims[axis - lead] === 1 && size !== 1) ? [axis] : []));
  if (repeated.length === 0) return gradient;
  const sum = builder.op('ReduceSum', [gradient, builder.int(repeated)], { keepdims: { int: 1 } });
  const sizes = dims.filter((size) => typeof size === 'number');
  if (sizes.length === dims.length) return builder.op('Reshape', [sum, builder.int(sizes)]);
  return lead === 0 ? sum : builder.op('Squeeze', [sum, builder.int(Array.from({ length: lead }, (_, axis) => axis))]);
}
