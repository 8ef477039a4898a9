/** Maps joined channel by channel: each gets its part of the gradient, all in one operator, of which dense networks have a great many. */
import { intAttribute } from '../network/attributes';
import { sizeAlong } from '../training/gradients/reshape';
import type { GradientRule } from '../training/gradients/rule';
import { writeUnchanged } from '../training/gradients/rule';

export const concat: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const y = writeUnchanged(site);
  const rank = builder.shape(y).length;
  const axis = (intAttribute(node, 'axis', 1) + rank) % rank;
  const sizes = inputs.map((input) => sizeAlong(builder, input, axis));
  return (dy, wanted) => {
    if (inputs.length === 1) return [dy];
    // Neighbours that nobody asks for are one part.
    const parts: { size: number; of?: number }[] = [];
    inputs.forEach((_, i) => {
      const before = parts[parts.length - 1];
      if (!wanted[i] && before && before.of === undefined) before.size += sizes[i];
      else parts.push({ size: sizes[i], ...(wanted[i] && { of: i }) });
    });
    if (parts.length === 1) return [dy];
    const lengths = builder.int(parts.map(({ size }) => size));
    const written = builder.ops('Split', [dy, lengths], { axis: { int: axis } }, { outputs: parts.length });
    return inputs.map((_, i) => written[parts.findIndex(({ of }) => of === i)]);
  };
};
