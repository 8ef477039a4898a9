/** Shapes of arithmetic: element by element, matrix products, sums along axes. */
import { intAttribute, intsAttribute } from '../attributes';
import type { Shape } from '../shapes';
import { agree, axis, broadcast, first, given, needNumbers, type ShapeRule } from './rule';

export const sameAsFirst: ShapeRule = ({ inputs }) => [{ type: first(inputs).type, dims: first(inputs).dims }];

export const broadcasting: ShapeRule = ({ inputs }) => [
  {
    type: first(inputs).type,
    dims: inputs
      .map(given)
      .map((f) => f.dims)
      .reduce(broadcast),
  },
];

export const comparing: ShapeRule = ({ inputs }) => [
  {
    type: 'bool',
    dims: inputs
      .map(given)
      .map((f) => f.dims)
      .reduce(broadcast),
  },
];

export const gemm: ShapeRule = ({ node, inputs }) => {
  const a = first(inputs);
  const b = given(inputs[1]);
  const [m, k] = intAttribute(node, 'transA', 0) ? [a.dims[1], a.dims[0]] : a.dims;
  const [k2, n] = intAttribute(node, 'transB', 0) ? [b.dims[1], b.dims[0]] : b.dims;
  agree(k, k2);
  return [{ type: a.type, dims: [m, n] }];
};

export const matMul: ShapeRule = ({ inputs }) => {
  const a = first(inputs);
  const b = given(inputs[1]);
  const left: Shape = a.dims.length === 1 ? [1, ...a.dims] : a.dims;
  const right: Shape = b.dims.length === 1 ? [...b.dims, 1] : b.dims;
  agree(left[left.length - 1], right[right.length - 2]);
  const dims = [...broadcast(left.slice(0, -2), right.slice(0, -2))];
  if (a.dims.length > 1) dims.push(left[left.length - 2]);
  if (b.dims.length > 1) dims.push(right[right.length - 1]);
  return [{ type: a.type, dims }];
};

export const reduce: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const rank = x.dims.length;
  const axes = inputs[1] ? needNumbers(inputs[1], 'axes') : (intsAttribute(node, 'axes') ?? []);
  if (axes.length === 0 && intAttribute(node, 'noop_with_empty_axes', 0) === 1) return [{ type: x.type, dims: x.dims }];
  const gone = new Set(axes.length === 0 ? x.dims.map((_, i) => i) : axes.map((a) => axis(a, rank)));
  const keep = intAttribute(node, 'keepdims', 1) === 1;
  return [{ type: x.type, dims: x.dims.map((dim, i) => (gone.has(i) ? 1 : dim)).filter((_, i) => keep || !gone.has(i)) }];
};
