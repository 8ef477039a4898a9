/** Layers that only arrange values anew: Reshape, Flatten, Identity, and Concat, whose parts are cut out again. */
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const reshape: GradientRule = (site) => {
  const { builder, inputs } = site;
  const dims = builder.dims(inputs[0]);
  writeUnchanged(site);
  return (gradient) => [builder.op('Reshape', [gradient, builder.int(dims)])];
};

export const identity: GradientRule = (site) => {
  writeUnchanged(site);
  return (gradient) => [gradient];
};

export const concat: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const y = writeUnchanged(site);
  const given = node.attributes['axis'];
  const rank = builder.dims(y).length;
  const axis = given && 'int' in given ? (given.int + rank) % rank : 1;
  return (gradient, wanted) => {
    let end = 0;
    return inputs.map((input, i) => {
      const start = end;
      end += builder.dims(input)[axis];
      return wanted[i] ? builder.op('Slice', [gradient, builder.int([start]), builder.int([end]), builder.int([axis])]) : undefined;
    });
  };
};
