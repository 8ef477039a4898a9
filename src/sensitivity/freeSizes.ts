/** What gradients need of maps whose height and width are known only when the graph runs. */
import type { GraphBuilder } from '../network/builder';
import { ELEMENT_CODE } from '../network/tensor';

/** A map [n, c, h, w] cut off below and to the right to the height and width of `like`. */
export function cropTo(builder: GraphBuilder, map: string, like: string): string {
  const wanted = builder.shape(like).slice(2);
  const sizes = builder.op('Shape', [like], { start: { int: 2 }, end: { int: 4 } });
  return builder.op(
    'Slice',
    [map, builder.int([0, 0]), sizes, builder.int([2, 3])],
    {},
    { shapes: [[...builder.shape(map).slice(0, 2), ...wanted]] },
  );
}

/** A value of one element, or with sizes of 1, repeated to the shape of `like`. */
export function spreadOver(builder: GraphBuilder, value: string, like: string): string {
  return builder.op('Expand', [value, builder.op('Shape', [like])], {}, { shapes: [builder.shape(like)] });
}

/** How many elements a value has along these axes together; float [1]. */
export function countAlong(builder: GraphBuilder, value: string, axes: readonly number[]): string {
  const sizes = axes.map((axis) => {
    const size = builder.shape(value)[axis];
    if (typeof size === 'number') return builder.float([size]);
    const counted = builder.op('Shape', [value], { start: { int: axis }, end: { int: axis + 1 } });
    return builder.op('Cast', [counted], { to: { int: ELEMENT_CODE.float32 } });
  });
  return sizes.reduce((product, size) => builder.op('Mul', [product, size]), builder.float([1]));
}
