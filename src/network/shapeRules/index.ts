/** The rule of every operator: the shapes of its outputs (ONNX's operator specification, opset 13 to 20). */
import { broadcasting, comparing, gemm, matMul, reduce, sameAsFirst } from './arithmetic';
import { concat, flatten, gather, pad, reshape, slice, split, squeeze, transpose, unsqueeze } from './arrangement';
import { cast, constant, constantOfShape, shapeOf } from './constant';
import { broadcast, first, given, needNumbers, type ShapeRule } from './rule';

import { batchNormalization, conv, convTranspose, globalPool, pool } from './window';

/** By ONNX's operator name, its own domain. */
export const shapeRules: Readonly<Record<string, ShapeRule | undefined>> = {
  ...Object.fromEntries(
    (
      'Identity Relu LeakyRelu Clip Exp Log Sqrt Reciprocal HardSigmoid Sigmoid Tanh Neg Abs Sign Not Softmax LogSoftmax Dropout ' +
      'ScatterElements Round Floor Ceil'
    )
      .split(' ')
      .map((op) => [op, sameAsFirst]),
  ),
  ...Object.fromEntries('Add Sub Mul Div Pow Max Min Sum'.split(' ').map((op) => [op, broadcasting])),
  ...Object.fromEntries('Equal Greater GreaterOrEqual Less LessOrEqual And Or'.split(' ').map((op) => [op, comparing])),
  ...Object.fromEntries('ReduceSum ReduceMean ReduceMax ReduceMin ReduceSumSquare'.split(' ').map((op) => [op, reduce])),
  Where: ({ inputs }) => [
    {
      type: given(inputs[1]).type,
      dims: inputs
        .map(given)
        .map((f) => f.dims)
        .reduce(broadcast),
    },
  ],
  Expand: ({ inputs }) => [{ type: first(inputs).type, dims: broadcast(first(inputs).dims, needNumbers(inputs[1], 'shape')) }],
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  BatchNormalization: batchNormalization,
  Flatten: flatten,
  Reshape: reshape,
  Transpose: transpose,
  Gemm: gemm,
  MatMul: matMul,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Cast: cast,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shapeOf,
  Gather: gather,
};
