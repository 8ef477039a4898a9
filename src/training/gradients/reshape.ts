/** Layers that only arrange values anew: Reshape, Flatten, Identity, and Concat, whose parts are cut out again. */
import type { GraphBuilder } from '../../network/builder';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const reshape: GradientRule = (site) => {
  const { builder, inputs } = site;
  const shape = builder.shape(inputs[0]);
  const sizes = shape.filter((size) => typeof size === 'number');
  writeUnchanged(site);
  return (gradient) => {
    const wanted = sizes.length === shape.length ? builder.int(sizes) : builder.op('Shape', [inputs[0]]);
    return [builder.op('Reshape', [gradient, wanted])];
  };
};

export const identity: GradientRule = (site) => {
  writeUnchanged(site);
  return (gradient) => [gradient];
};

export const concat: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const y = writeUnchanged(site);
  const given = node.attributes['axis'];
  const rank = builder.shape(y).length;
  const axis = given && 'int' in given ? (given.int + rank) % rank : 1;
  return (gradient, wanted) => {
    let end = 0;
    return inputs.map((input, i) => {
      const start = end;
      end += sizeAlong(builder, input, axis);
      return wanted[i] ? builder.op('Slice', [gradient, builder.int([start]), builder.int([end]), builder.int([axis])]) : undefined;
    });
  };
};

/** A value's size along one axis. Throws RangeError when it is free. */
export function sizeAlong(builder: GraphBuilder, value: string, axis: number): number {
  const size = builder.shape(value)[axis];
  if (typeof size !== 'number') throw new RangeError(`"${value}" is free in size along its axis ${axis}`);
  return size;
}
