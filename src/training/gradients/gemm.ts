/** Linear layer Y = alpha A' B' + beta C, where ' is the transpose the node asks for. */
import { floatAttribute, intAttribute } from '../../network/attributes';
import type { GraphBuilder } from '../../network/builder';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const gemm: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const [a, b, c] = inputs;
  writeUnchanged(site);
  const alpha = floatAttribute(node, 'alpha', 1);
  const beta = floatAttribute(node, 'beta', 1);
  const transA = intAttribute(node, 'transA', 0) === 1;
  const transB = intAttribute(node, 'transB', 0) === 1;
  const product = (left: string, leftTransposed: boolean, right: string, rightTransposed: boolean): string =>
    builder.op('Gemm', [left, right], {
      alpha: { float: alpha },
      transA: { int: leftTransposed ? 1 : 0 },
      transB: { int: rightTransposed ? 1 : 0 },
    });
  return (dy, wanted) => [
    wanted[0] ? (transA ? product(b, transB, dy, true) : product(dy, false, b, !transB)) : undefined,
    wanted[1] ? (transB ? product(dy, true, a, transA) : product(a, !transA, dy, false)) : undefined,
    c && wanted[2] ? biasGradient(builder, dy, builder.dims(c), beta) : undefined,
  ];
};

/** Sum over the rows of dy [rows, columns], for a bias [columns], [1, columns] or [rows, columns]. */
function biasGradient(builder: GraphBuilder, dy: string, dims: readonly number[], beta: number): string {
  const scaled = beta === 1 ? dy : builder.op('Mul', [dy, builder.float(beta)]);
  if (dims.length === 2 && dims[0] === builder.dims(dy)[0]) return scaled;
  const sum = builder.op('ReduceSum', [scaled, builder.int([0])], { keepdims: { int: 0 } });
  return builder.op('Reshape', [sum, builder.int(dims)]);
}
