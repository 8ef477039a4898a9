/**
 * In which order a tensor's elements lie in the engine's blocked layout: channels in blocks of a few, which a processor's registers hold
 * (8 with AVX2, 16 with AVX-512), innermost.
 */
import { elementCount } from '../tensor';

export interface Order {
  /**
   * map: [n, C / b, h, w, b]. filter: [O / b, I / b, kh, kw, b of I, b of O]. narrow: a filter of fewer inputs than a block (a network's
   * first, or one input a group): [O / b, I, kh, kw, b].
   */
  kind: 'map' | 'filter' | 'narrow';
  /** As it is without blocks: [n, C, h, w] or [O, I, kh, kw]. */
  dims: readonly number[];
}

export function sameOrder(a: Order, b: Order): boolean {
  return a.kind === b.kind && a.dims.join() === b.dims.join();
}

/** The order of a filter [O, I, kh, kw]; undefined where it has none. A filter of one input is one of a convolution by channel. */
export function filterOrder(dims: readonly number[], block: number): Order | undefined {
  const [outputs, inputs] = dims;
  if (dims.length !== 4 || outputs % block !== 0) return undefined;
  if (inputs % block === 0) return { kind: 'filter', dims };
  return inputs < block ? { kind: 'narrow', dims } : undefined;
}

/** The order as a transposition: the axes that the plain tensor is seen with, and their order in blocks. */
export function orderAxes({ kind, dims }: Order, block: number): { plain: number[]; permutation: number[] } {
  const [first, second, height, width] = dims;
  if (kind === 'map') return { plain: [first, second / block, block, height, width], permutation: [0, 1, 3, 4, 2] };
  if (kind === 'narrow') return { plain: [first / block, block, second, height, width], permutation: [0, 2, 3, 4, 1] };
  return { plain: [first / block, block, second / block, block, height, width], permutation: [0, 2, 4, 5, 3, 1] };
}

/** The elements of a plain tensor in blocked order. */
export function toOrder(values: Float32Array, order: Order, block: number): Float32Array {
  const blocked = new Float32Array(values.length);
  const places = blockedPlaces(order, block);
  for (let i = 0; i < places.length; i++) blocked[i] = values[places[i]];
  return blocked;
}

/** The elements of a blocked tensor in plain order. */
export function fromOrder(values: Float32Array, order: Order, block: number): Float32Array {
  const plain = new Float32Array(values.length);
  const places = blockedPlaces(order, block);
  for (let i = 0; i < places.length; i++) plain[places[i]] = values[i];
  return plain;
}

/** For each element of the blocked tensor its place in the plain one. */
function blockedPlaces(order: Order, block: number): Int32Array {
  const { plain, permutation } = orderAxes(order, block);
  const places = new Int32Array(elementCount(plain));
  const strides = plain.map((_, axis) => elementCount(plain.slice(axis + 1)));
  const sizes = permutation.map((axis) => plain[axis]);
  const steps = permutation.map((axis) => strides[axis]);
  let filled = 0;
  const fill = (axis: number, start: number): void => {
    const [size, step] = [sizes[axis], steps[axis]];
    if (axis === sizes.length - 1) for (let i = 0; i < size; i++) places[filled++] = start + i * step;
    else for (let i = 0; i < size; i++) fill(axis + 1, start + i * step);
  };
  fill(0, 0);
  return places;
}
