/** Means and sums along axes: every value that went in receives the gradient of the one that came out, or its share. */
import { intsAttribute } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';
import type { Node } from '../../network/graph';
import type { Backward, GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const reduceMean: GradientRule = (site) => {
  const axes = axesOf(site.builder, site.node, site.inputs);
  const dims = site.builder.dims(site.inputs[0]);
  writeUnchanged(site);
  return spread(
    site.builder,
    dims,
    axes,
    axes.reduce((count, axis) => count * dims[axis], 1),
  );
};

export const reduceSum: GradientRule = (site) => {
  const axes = axesOf(site.builder, site.node, site.inputs);
  const dims = site.builder.dims(site.inputs[0]);
  writeUnchanged(site);
  return spread(site.builder, dims, axes, 1);
};

function spread(builder: GraphBuilder, dims: readonly number[], axes: readonly number[], count: number): Backward {
  const kept = dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return (dy) => {
    const arranged = builder.op('Reshape', [dy, builder.int(kept)]);
    const share = count === 1 ? arranged : builder.op('Mul', [arranged, builder.float(1 / count)]);
    return [builder.op('Expand', [share, builder.int(dims)])];
  };
}

/** The axes that are reduced, counted from 0: an attribute or a constant input; all where none are named. */
function axesOf(builder: GraphBuilder, node: Node, inputs: readonly string[]): number[] {
  const rank = builder.dims(inputs[0]).length;
  const constant = inputs[1] ? builder.fact(inputs[1]).value : undefined;
  if (inputs[1] && !constant) throw new RangeError('axes that are computed when the graph runs');
  const named = constant ? Array.from(constant.data as ArrayLike<number | bigint>, Number) : (intsAttribute(node, 'axes') ?? []);
  return named.length === 0 ? Array.from({ length: rank }, (_, i) => i) : named.map((axis) => (axis + rank) % rank);
}
