/** Shapes of what slides a window over an image, and of batch normalisation: convolutions and poolings. */
import { intAttribute, intsAttribute, windowOf } from '../attributes';
import type { Node } from '../graph';
import type { Dim, Fact, Shape } from '../shapes';
import { computed, first, given, type ShapeRule } from './rule';

function convolved(node: Node, dims: Shape, channels: Dim, weightDims?: Shape): Shape {
  const { kernel, strides, dilations, pads, ceil } = windowOf(node, weightDims);
  if (dims.length !== kernel.length + 2) throw new RangeError(`a ${kernel.length}-dimensional window on ${dims.length} axes`);
  const spatial = kernel.map((side, i) =>
    computed(node, i + 2, dims[i + 2], (n) => {
      const room = n + pads[i] + pads[i + kernel.length] - dilations[i] * (side - 1) - 1;
      if (!ceil) return Math.floor(room / strides[i]) + 1;
      const size = Math.ceil(room / strides[i]) + 1;
      // A window that would start in the padding behind the image is left out.
      return (size - 1) * strides[i] >= n + pads[i] ? size - 1 : size;
    }),
  );
  return [dims[0], channels, ...spatial];
}

export const conv: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const w = given(inputs[1]);
  const groups = intAttribute(node, 'group', 1);
  const [channels, taken] = [x.dims[1], w.dims[1]];
  if (typeof channels === 'number' && typeof taken === 'number' && channels !== taken * groups)
    throw new RangeError(`${channels} channels where the filter takes ${taken} x ${groups}`);
  return [{ type: x.type, dims: convolved(node, x.dims, w.dims[0], w.dims) }];
};

export const convTranspose: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const w = given(inputs[1]);
  const { kernel, strides, dilations, pads } = windowOf(node, w.dims);
  const extra = intsAttribute(node, 'output_padding') ?? kernel.map(() => 0);
  const wanted = intsAttribute(node, 'output_shape');
  if (typeof x.dims[1] === 'number' && typeof w.dims[0] === 'number' && x.dims[1] !== w.dims[0])
    throw new RangeError(`${x.dims[1]} channels where the filter takes ${w.dims[0]}`);
  const spatial = kernel.map((side, i) =>
    wanted
      ? wanted[i]
      : computed(
          node,
          i + 2,
          x.dims[i + 2],
          (n) => strides[i] * (n - 1) + extra[i] + dilations[i] * (side - 1) + 1 - pads[i] - pads[i + kernel.length],
        ),
  );
  return [{ type: x.type, dims: [x.dims[0], computed(node, 1, w.dims[1], (n) => n * intAttribute(node, 'group', 1)), ...spatial] }];
};

export const pool: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const dims = convolved(node, x.dims, x.dims[1]);
  return [
    { type: x.type, dims },
    { type: 'int64', dims },
  ];
};

export const globalPool: ShapeRule = ({ inputs }) => {
  const x = first(inputs);
  return [{ type: x.type, dims: x.dims.map((dim, i) => (i < 2 ? dim : 1)) }];
};

export const batchNormalization: ShapeRule = ({ inputs }) => {
  const x = first(inputs);
  const statistics: Fact = { type: x.type, dims: given(inputs[1]).dims };
  return [{ type: x.type, dims: x.dims }, statistics, statistics];
};
