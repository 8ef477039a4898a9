/** Shapes that a graph computes from other shapes (Shape, Gather, Concat, … before a Reshape), followed with free sizes by name. */
import { intAttribute } from '../attributes';
import type { Dim, Shape } from '../shapes';
import { given, type NodeFacts, needNumbers, type ShapeRule, sizesOf } from './rule';

/** The whole numbers that a node gives, from what is known of its inputs; undefined where that is not enough. */
type SizeRule = (n: NodeFacts) => Shape | undefined;

/** A shape rule that also follows whole numbers, of scalars and lists. */
export function following(rule: ShapeRule, sizes: SizeRule): ShapeRule {
  return (n) => {
    const [fact, ...others] = rule(n);
    const whole = fact.type === 'int64' || fact.type === 'int32';
    const known = whole && fact.dims.length <= 1 ? sizes(n) : undefined;
    return [known ? { ...fact, sizes: known } : fact, ...others];
  };
}

export const unchanged: SizeRule = ({ inputs }) => sizesOf(inputs[0]);

export const joined: SizeRule = ({ inputs }) => {
  const parts = inputs.map(sizesOf);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
};

export const picked: SizeRule = ({ inputs }) => {
  const list = sizesOf(inputs[0]);
  if (!list || given(inputs[0]).dims.length !== 1) return undefined;
  return needNumbers(inputs[1], 'indices').map((index) => {
    const size = list[index < 0 ? index + list.length : index];
    if (size === undefined) throw new RangeError(`entry ${index} of ${list.length}`);
    return size;
  });
};

export const cut: SizeRule = ({ inputs }) => {
  const list = sizesOf(inputs[0]);
  const [start] = needNumbers(inputs[1], 'starts');
  const [end] = needNumbers(inputs[2], 'ends');
  if (!list || (inputs[4] && needNumbers(inputs[4], 'steps')[0] !== 1)) return undefined;
  return list.slice(start, end);
};

/** Arithmetic of two numbers; a free size stays itself only where nothing happens to it. */
export const computedBy =
  (op: 'Add' | 'Sub' | 'Mul' | 'Div'): SizeRule =>
  ({ inputs }) => {
    const [a, b] = [sizesOf(inputs[0]), sizesOf(inputs[1])];
    if (!a || !b) return undefined;
    const results = Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
      arithmetic(op, a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]),
    );
    return results.every((result) => result !== undefined) ? results : undefined;
  };

function arithmetic(op: 'Add' | 'Sub' | 'Mul' | 'Div', a: Dim, b: Dim): Dim | undefined {
  const neutral = op === 'Mul' || op === 'Div' ? 1 : 0;
  if (b === neutral) return a;
  if (a === neutral && (op === 'Add' || op === 'Mul')) return b;
  if (typeof a === 'string' || typeof b === 'string') return undefined;
  switch (op) {
    case 'Add':
      return a + b;
    case 'Sub':
      return a - b;
    case 'Mul':
      return a * b;
    default:
      return b === 0 ? undefined : Math.trunc(a / b);
  }
}

/** Of Shape: a part of its input's shape, as `start` and `end` say. */
export const shapeOf: ShapeRule = ({ node, inputs }) => {
  const { dims } = given(inputs[0]);
  const part = dims.slice(intAttribute(node, 'start', 0), intAttribute(node, 'end', dims.length));
  return [{ type: 'int64', dims: [part.length], sizes: part }];
};
