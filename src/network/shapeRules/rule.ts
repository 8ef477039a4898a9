/** What a shape rule is given and gives, and the sizes' small arithmetic that rules share. */
import type { Node } from '../graph';
import type { Dim, Fact, Shape } from '../shapes';

export interface NodeFacts {
  node: Node;
  /** Undefined only where an optional input is left out. */
  inputs: (Fact | undefined)[];
  opset: number;
}

export type ShapeRule = (n: NodeFacts) => Fact[];

/** The output's shape depends on a value that is computed when the graph runs. */
export class NotConstant extends Error {
  override name = 'NotConstant';
}

export function first(inputs: (Fact | undefined)[]): Fact {
  return given(inputs[0]);
}

export function given(fact: Fact | undefined): Fact {
  if (!fact) throw new RangeError('a required input is left out');
  return fact;
}

/** NumPy's rule; a free size against 1 stays free, against a number above 1 it must be that number. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1 || typeof x === 'string') return y;
    if (typeof y === 'string') return x;
    throw new RangeError(`[${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
  });
}

/** A constant input's whole numbers; undefined where the value is only known when the graph runs. */
function numbers(fact: Fact | undefined): number[] | undefined {
  if (fact?.value) return Array.from(fact.value.data as ArrayLike<number | bigint>, Number);
  const known = fact?.sizes?.filter((size) => typeof size === 'number');
  return known && known.length === fact?.sizes?.length ? known : undefined;
}

/** What is known of a small list of whole numbers, free sizes by name. */
export function sizesOf(fact: Fact | undefined): Shape | undefined {
  if (fact?.sizes) return fact.sizes;
  if (fact?.value && (fact.type === 'int64' || fact.type === 'int32') && fact.value.data.length <= LONGEST_LIST) return numbers(fact);
  return undefined;
}

/** Lists of numbers longer than this are no shapes. */
const LONGEST_LIST = 64;

export function needSizes(fact: Fact | undefined, what: string): Shape {
  const values = sizesOf(fact);
  if (!values) throw new NotConstant(what);
  return values;
}

export function needNumbers(fact: Fact | undefined, what: string): number[] {
  const values = numbers(fact);
  if (!values) throw new NotConstant(what);
  return values;
}

/** Axes from 0; negative ones count from the end. */
export function axis(value: number, rank: number): number {
  const positive = value < 0 ? value + rank : value;
  if (positive < 0 || positive >= rank) throw new RangeError(`axis ${value} of ${rank} axes`);
  return positive;
}

/** A size computed from `dim`: a free one gets the fresh name `<output>.<axis>`. */
export function computed(node: Node, index: number, dim: Dim, size: (n: number) => number): Dim {
  if (typeof dim === 'string') return `${node.outputs[0]}.${index}`;
  const value = size(dim);
  if (value < 0) throw new RangeError(`axis ${index} would be ${value} long`);
  return value;
}

/** Product of sizes; a free one makes it free under a fresh name, unless it is alone among ones. */
export function product(node: Node, index: number, dims: Shape): Dim {
  const others = dims.filter((dim) => dim !== 1);
  if (others.length === 0) return 1;
  if (others.length === 1) return others[0];
  return others.every((dim) => typeof dim === 'number')
    ? others.reduce<number>((total, dim) => total * Number(dim), 1)
    : `${node.outputs[0]}.${index}`;
}

export function agree(a: Dim, b: Dim): void {
  if (typeof a === 'number' && typeof b === 'number' && a !== b) throw new RangeError(`inner sizes ${a} and ${b} differ`);
}
