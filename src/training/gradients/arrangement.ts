/** Layers that move, cut or frame values without computing: Transpose, Slice, Pad; and what is computed from shapes alone. */
import { intsAttribute, stringAttribute } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';
import { sizeAlong } from './reshape';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const transpose: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const rank = builder.shape(inputs[0]).length;
  const order = intsAttribute(node, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  writeUnchanged(site);
  const back = order.map((_, axis) => order.indexOf(axis));
  return (dy) => [builder.op('Transpose', [dy], { perm: { ints: back } })];
};

/** What was cut off has no gradient, but its place. Throws RangeError for a step other than 1. */
export const slice: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [x, starts, , axes, steps] = inputs;
  const dims = builder.shape(x);
  const from = constantOf(builder, starts);
  const along = axes ? constantOf(builder, axes) : from.map((_, i) => i);
  if (steps && constantOf(builder, steps).some((step) => step !== 1)) throw new RangeError('a step other than 1');
  const y = writeUnchanged(site);
  return (dy) => {
    const before = dims.map(() => 0);
    const after = dims.map(() => 0);
    along.forEach((given, i) => {
      const axis = (given + dims.length) % dims.length;
      const size = sizeAlong(builder, x, axis);
      before[axis] = Math.min(size, Math.max(0, from[i] < 0 ? from[i] + size : from[i]));
      after[axis] = size - before[axis] - sizeAlong(builder, y, axis);
    });
    return [builder.op('Pad', [dy, builder.int([...before, ...after])])];
  };
};

/** What was put around is cut off again. Throws RangeError where the frame repeats the map, or cuts from it. */
export const pad: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const dims = builder.shape(inputs[0]);
  const mode = stringAttribute(node, 'mode', 'constant');
  if (mode !== 'constant') throw new RangeError(`a frame of mode ${mode}`);
  const pads = constantOf(builder, inputs[1]);
  if (pads.some((count) => count < 0)) throw new RangeError('a negative frame');
  const axes = inputs[3] ? constantOf(builder, inputs[3]).map((axis) => (axis + dims.length) % dims.length) : dims.map((_, i) => i);
  writeUnchanged(site);
  return (dy) => {
    const starts = pads.slice(0, axes.length);
    const ends = axes.map((_, i) => -pads[axes.length + i] || TO_THE_END);
    return [builder.op('Slice', [dy, builder.int(starts), builder.int(ends), builder.int(axes)])];
  };
};

/** Slice's way of saying that nothing is cut off behind. */
const TO_THE_END = 2 ** 31 - 1;

/** Shapes do not change with what is in a value. */
export const shape: GradientRule = (site) => {
  writeUnchanged(site);
  return () => [];
};

function constantOf(builder: GraphBuilder, name: string): number[] {
  const value = builder.fact(name).value;
  if (!value) throw new RangeError(`${name}, which is computed when the graph runs`);
  return Array.from(value.data as ArrayLike<number | bigint>, Number);
}
