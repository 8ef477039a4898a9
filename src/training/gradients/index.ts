/** The gradient rule of every operator a classifier may be trained through. */
import type { Node } from '../../network/graph';
import { ProblemError } from '../../protocol/problem';
import { add } from './add';
import { batchNorm } from './batchNorm';
import { conv } from './conv';
import { gemm } from './gemm';
import { averagePool, globalAveragePool, maxPool } from './pool';
import { relu } from './relu';
import { concat, identity, reshape } from './reshape';
import type { GradientRule } from './rule';

const rules: Readonly<Record<string, GradientRule | undefined>> = {
  Add: add,
  AveragePool: averagePool,
  BatchNormalization: batchNorm,
  Concat: concat,
  Conv: conv,
  Flatten: reshape,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  Identity: identity,
  MaxPool: maxPool,
  ReduceMean: globalAveragePool,
  Relu: relu,
  Reshape: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
};

/** Throws ProblemError for an operator that has none, or that is used in a way no rule covers. */
export function gradientRule(node: Node): GradientRule {
  const rule = node.domain ? undefined : rules[node.op];
  if (!rule) throw untrainable(node, `the operator ${node.domain ? `${node.domain}.` : ''}${node.op} in node ${node.name}`);
  if (node.op === 'ReduceMean' && !isSpatialMean(node))
    throw untrainable(node, `a mean over other axes than height and width in node ${node.name}`);
  return rule;
}

function isSpatialMean(node: Node): boolean {
  const axes = node.attributes['axes'];
  const sorted = axes && 'ints' in axes ? [...axes.ints].sort((a, b) => a - b).join() : '';
  return sorted === '2,3' || sorted === '-2,-1';
}

function untrainable(node: Node, found: string): ProblemError {
  return new ProblemError({
    code: 'training.operator',
    found,
    expected: `operators with a gradient rule (${Object.keys(rules).join(', ')})`,
    remedy: `Train a network without ${node.op}, or use this one as it is for mining and explaining.`,
  });
}
