/** The gradient rule of every operator a classifier may be trained through. */
import type { Node } from '../../network/graph';
import { ProblemError } from '../../protocol/problem';
import { add } from './add';
import { divide, matMul, multiply, subtract } from './arithmetic';
import { pad, shape, slice, transpose } from './arrangement';
import { batchNorm } from './batchNorm';
import { conv } from './conv';
import { clip, dropout, hardSigmoid, hardSwish, leakyRelu, negative, sigmoid, tanh } from './elementwise';
import { gemm } from './gemm';
import { averagePool, globalAveragePool, maxPool } from './pool';
import { reduceMean, reduceSum } from './reduce';
import { relu } from './relu';
import { concat, identity, reshape } from './reshape';
import type { GradientRule } from './rule';
import { softmax } from './softmax';

const rules: Readonly<Record<string, GradientRule | undefined>> = {
  Add: add,
  AveragePool: averagePool,
  BatchNormalization: batchNorm,
  Clip: clip,
  Concat: concat,
  Conv: conv,
  Div: divide,
  Dropout: dropout,
  Flatten: reshape,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Identity: identity,
  LeakyRelu: leakyRelu,
  MatMul: matMul,
  MaxPool: maxPool,
  Mul: multiply,
  Neg: negative,
  Pad: pad,
  ReduceMean: reduceMean,
  ReduceSum: reduceSum,
  Relu: relu,
  Reshape: reshape,
  Shape: shape,
  Sigmoid: sigmoid,
  Slice: slice,
  Softmax: softmax,
  Squeeze: reshape,
  Sub: subtract,
  Sum: add,
  Tanh: tanh,
  Transpose: transpose,
  Unsqueeze: reshape,
};

/** ONNX's names of the operators with a rule. */
export const trainableOperators: readonly string[] = Object.keys(rules);

export function hasGradientRule(node: Node): boolean {
  return !node.domain && rules[node.op] !== undefined;
}

/** Throws ProblemError for an operator that has none. */
export function gradientRule(node: Node): GradientRule {
  const rule = node.domain ? undefined : rules[node.op];
  if (!rule) throw untrainable([node.op], `the operator ${node.domain ? `${node.domain}.` : ''}${node.op} in node ${node.name}`);
  // The mean over height and width is the same layer under another name.
  return rule === reduceMean && isSpatialMean(node) ? globalAveragePool : rule;
}

/** The problem of a network that cannot be trained for some of its operators; `found` says where they stand. */
export function untrainable(operators: readonly string[], found: string): ProblemError {
  return new ProblemError({
    code: 'training.operator',
    found,
    expected: `operators with a gradient rule (${trainableOperators.join(', ')})`,
    remedy: `Train a network without ${operators.join(', ')}, or use this one as it is for mining and explaining.`,
  });
}

function isSpatialMean(node: Node): boolean {
  const axes = node.attributes['axes'];
  const sorted = axes && 'ints' in axes ? [...axes.ints].sort((a, b) => a - b).join() : '';
  return sorted === '2,3' || sorted === '-2,-1';
}
