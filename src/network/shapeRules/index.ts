/** The rule of every operator: the shapes of its outputs (ONNX's operator specification, opset 13 to 23). */
import { ACTIVATIONS } from '../activations';
import { broadcasting, comparing, gemm, matMul, reduce, sameAsFirst } from './arithmetic';
import { concat, flatten, gather, pad, reshape, slice, split, squeeze, transpose, unsqueeze } from './arrangement';
import { cast, constant, constantOfShape } from './constant';
import { broadcast, first, given, needSizes, type ShapeRule } from './rule';
import { computedBy, cut, following, joined, picked, shapeOf, unchanged } from './sizes';
import { batchNormalization, conv, convTranspose, globalPool, pool } from './window';

/** By ONNX's operator name, its own domain. */
export const shapeRules: Readonly<Record<string, ShapeRule | undefined>> = {
  ...Object.fromEntries(ACTIVATIONS.map((op) => [op, sameAsFirst])),
  ...Object.fromEntries(
    (
      'Exp Log Sqrt Reciprocal Erf Neg Abs Sign Not Softmax LogSoftmax Dropout ScatterElements Round Floor Ceil LRN ' +
      'InstanceNormalization'
    )
      .split(' ')
      .map((op) => [op, sameAsFirst]),
  ),
  ...Object.fromEntries('Pow Max Min Sum'.split(' ').map((op) => [op, broadcasting])),
  ...Object.fromEntries((['Add', 'Sub', 'Mul', 'Div'] as const).map((op) => [op, following(broadcasting, computedBy(op))])),
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
  Expand: ({ inputs }) => [{ type: first(inputs).type, dims: broadcast(first(inputs).dims, needSizes(inputs[1], 'shape')) }],
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  BatchNormalization: batchNormalization,
  Flatten: flatten,
  Reshape: following(reshape, unchanged),
  Transpose: transpose,
  Gemm: gemm,
  MatMul: matMul,
  Concat: following(concat, joined),
  Split: split,
  Slice: following(slice, cut),
  Pad: pad,
  Unsqueeze: following(unsqueeze, unchanged),
  Squeeze: following(squeeze, unchanged),
  Cast: following(cast, unchanged),
  Identity: following(sameAsFirst, unchanged),
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shapeOf,
  Gather: following(gather, picked),
};
