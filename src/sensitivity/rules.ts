/** How each operator's output follows its inputs, in a network in use and for images of any size. */
import type { Node } from '../network/graph';
import { hasGradientRule, gradientRule as trainingRule } from '../training/gradients/index';
import type { GradientRule } from '../training/gradients/rule';
import { concat } from './concat';
import { globalAveragePool, reduceMean } from './means';
import { averagePool, maxPool } from './pool';
import { relu } from './relu';

/** Rules that training has otherwise: by sizes, or for one backward pass alone. Conv and BatchNormalization, which may go together, stand in their own files. */
const own: Readonly<Record<string, GradientRule | undefined>> = {
  AveragePool: averagePool,
  Concat: concat,
  GlobalAveragePool: globalAveragePool,
  MaxPool: maxPool,
  ReduceMean: reduceMean,
  Relu: relu,
};

/** The rule, training's where it serves; undefined where there is none. */
export function ruleOf(node: Node): GradientRule | undefined {
  if (!hasGradientRule(node)) return undefined;
  return own[node.op] ?? trainingRule(node);
}
