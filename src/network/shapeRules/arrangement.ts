/** Shapes of what moves elements without computing: reshape, transpose, concatenate, cut, pad. */
import { intAttribute, intsAttribute } from '../attributes';
import type { Dim, Shape } from '../shapes';
import { agree, axis, computed, first, given, needNumbers, needSizes, product, type ShapeRule } from './rule';

export const flatten: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const at = intAttribute(node, 'axis', 1);
  const cut = at < 0 ? at + x.dims.length : at;
  return [{ type: x.type, dims: [product(node, 0, x.dims.slice(0, cut)), product(node, 1, x.dims.slice(cut))] }];
};

export const reshape: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const wanted = needSizes(inputs[1], 'shape');
  const keepZero = intAttribute(node, 'allowzero', 0) === 0;
  const dims: Dim[] = wanted.map((n, i) => (n === 0 && keepZero ? x.dims[i] : n));
  const open = dims.indexOf(-1);
  // Free sizes that stand on both sides cancel.
  const left = [...x.dims];
  const right = dims.filter((_, i) => i !== open);
  for (const dim of right.filter((d) => typeof d === 'string')) {
    const match = left.indexOf(dim);
    if (match >= 0) {
      left.splice(match, 1);
      right.splice(right.indexOf(dim), 1);
    }
  }
  const free = [...left, ...right].filter((d) => typeof d === 'string');
  const [countLeft, countRight] = [countOf(left), countOf(right)];
  if (open >= 0) {
    if (free.length > 0) {
      const alone = free.length === 1 && left.includes(free[0]) && countLeft === countRight;
      dims[open] = alone ? free[0] : `${node.outputs[0]}.${open}`;
    } else if (countLeft % countRight !== 0) throw new RangeError(`${countLeft} elements into [${wanted.join(', ')}]`);
    else dims[open] = countLeft / countRight;
  } else if (free.length === 0 && countLeft !== countRight) {
    throw new RangeError(`${countLeft} elements into [${wanted.join(', ')}]`);
  }
  return [{ type: x.type, dims }];
};

/** Product of the sizes that are numbers. */
function countOf(dims: Shape): number {
  return dims.reduce<number>((total, dim) => (typeof dim === 'number' ? total * dim : total), 1);
}

export const transpose: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const order = intsAttribute(node, 'perm') ?? x.dims.map((_, i) => x.dims.length - 1 - i);
  if (order.length !== x.dims.length) throw new RangeError(`a permutation of ${order.length} axes`);
  return [{ type: x.type, dims: order.map((i) => x.dims[i]) }];
};

export const concat: ShapeRule = ({ node, inputs }) => {
  const parts = inputs.map(given);
  const rank = parts[0].dims.length;
  const along = axis(intAttribute(node, 'axis', 0), rank);
  const dims = parts[0].dims.map((dim, i) => {
    if (i !== along) {
      for (const part of parts) agree(dim, part.dims[i]);
      return dim;
    }
    const sizes = parts.map((part) => part.dims[i]);
    return sizes.every((size) => typeof size === 'number')
      ? sizes.reduce<number>((sum, size) => sum + Number(size), 0)
      : `${node.outputs[0]}.${i}`;
  });
  return [{ type: parts[0].type, dims }];
};

export const split: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const along = axis(intAttribute(node, 'axis', 0), x.dims.length);
  const whole = x.dims[along];
  const count = node.outputs.length;
  const sizes = inputs[1]
    ? needNumbers(inputs[1], 'sizes')
    : node.outputs.map((_, i) => Math.min(Math.ceil(Number(whole) / count), Number(whole) - i * Math.ceil(Number(whole) / count)));
  return sizes.map((size) => ({ type: x.type, dims: x.dims.map((dim, i) => (i === along ? size : dim)) }));
};

export const slice: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const starts = needNumbers(inputs[1], 'starts');
  const ends = needNumbers(inputs[2], 'ends');
  const axes = inputs[3] ? needNumbers(inputs[3], 'axes') : starts.map((_, i) => i);
  const steps = inputs[4] ? needNumbers(inputs[4], 'steps') : starts.map(() => 1);
  const dims = [...x.dims];
  axes.forEach((given, i) => {
    const at = axis(given, dims.length);
    const step = steps[i];
    dims[at] = computed(node, at, dims[at], (n) => {
      // Backwards, an end may lie before the first element; a start never does.
      const clamp = (v: number, lowest: number) => Math.min(Math.max(v < 0 ? v + n : v, lowest), step < 0 ? n - 1 : n);
      return Math.max(0, Math.ceil((clamp(ends[i], step < 0 ? -1 : 0) - clamp(starts[i], 0)) / step));
    });
  });
  return [{ type: x.type, dims }];
};

export const pad: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const pads = needNumbers(inputs[1], 'pads');
  const axes = inputs[3] ? needNumbers(inputs[3], 'axes') : x.dims.map((_, i) => i);
  const dims = [...x.dims];
  axes.forEach((given, i) => {
    const at = axis(given, dims.length);
    const more = pads[i] + pads[i + axes.length];
    // Where nothing is added a free size keeps its name.
    if (pads[i] !== 0 || more !== 0) dims[at] = computed(node, at, dims[at], (n) => n + more);
  });
  return [{ type: x.type, dims }];
};

export const unsqueeze: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const wanted = inputs[1] ? needNumbers(inputs[1], 'axes') : (intsAttribute(node, 'axes') ?? []);
  const rank = x.dims.length + wanted.length;
  const fresh = new Set(wanted.map((a) => axis(a, rank)));
  let next = 0;
  return [{ type: x.type, dims: Array.from({ length: rank }, (_, i) => (fresh.has(i) ? 1 : x.dims[next++])) }];
};

export const squeeze: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const wanted = inputs[1] ? needNumbers(inputs[1], 'axes') : intsAttribute(node, 'axes');
  const gone = new Set(wanted ? wanted.map((a) => axis(a, x.dims.length)) : x.dims.flatMap((dim, i) => (dim === 1 ? [i] : [])));
  return [{ type: x.type, dims: x.dims.filter((_, i) => !gone.has(i)) }];
};

export const gather: ShapeRule = ({ node, inputs }) => {
  const x = first(inputs);
  const along = axis(intAttribute(node, 'axis', 0), x.dims.length);
  return [{ type: x.type, dims: [...x.dims.slice(0, along), ...given(inputs[1]).dims, ...x.dims.slice(along + 1)] }];
};
