/** Means over whole maps, as gates inside a network take them: every cell gets its share. */
import { intsAttribute } from '../network/attributes';
import type { GradientRule, Site } from '../training/gradients/rule';
import { writeUnchanged } from '../training/gradients/rule';
import { countAlong, spreadOver } from './freeSizes';

export const globalAveragePool: GradientRule = (site) => meanOver(site, [2, 3]);

export const reduceMean: GradientRule = (site) => {
  const rank = site.builder.shape(site.inputs[0]).length;
  const axes = intsAttribute(site.node, 'axes') ?? Array.from({ length: rank }, (_, i) => i);
  return meanOver(
    site,
    axes.map((axis) => (axis + rank) % rank),
  );
};

function meanOver(site: Site, axes: readonly number[]): ReturnType<GradientRule> {
  const { builder, inputs } = site;
  const [x] = inputs;
  const rank = builder.shape(x).length;
  const y = writeUnchanged(site);
  const dropped = builder.shape(y).length < rank;
  return (dy) => {
    const arranged = dropped ? builder.op('Unsqueeze', [dy, builder.int(axes.toSorted((a, b) => a - b))]) : dy;
    return [spreadOver(builder, builder.op('Div', [arranged, countAlong(builder, x, axes)]), x)];
  };
}
