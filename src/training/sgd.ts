/** Stochastic gradient descent with momentum and weight decay, as PyTorch's: v = m v + (g + d w); w = w - lr v. */
import type { GraphBuilder } from '../network/builder';

export interface SgdOptions {
  momentum: number;
  /** On every parameter, those of batch norm and biases too, as PyTorch does by default. */
  weightDecay: number;
}

/** Names of a parameter, its momentum, its gradient (all [n]) and the learning rate [1]. */
export interface SgdInputs {
  parameter: string;
  momentum: string;
  gradient: string;
  learningRate: string;
}

/**
 * Writes one parameter's step; the two values after it are called as `next` says. Everything has one axis, because engines repeat a scalar
 * along one axis fastest.
 */
export function sgdStep(
  builder: GraphBuilder,
  { parameter, momentum, gradient, learningRate }: SgdInputs,
  next: { parameter: string; momentum: string },
  options: SgdOptions,
): void {
  const decayed =
    options.weightDecay === 0
      ? gradient
      : builder.op('Add', [gradient, builder.op('Mul', [parameter, builder.float([options.weightDecay])])]);
  const kept = builder.op('Mul', [momentum, builder.float([options.momentum])]);
  builder.op('Add', [kept, decayed], {}, { outputs: [next.momentum] });
  builder.op('Sub', [parameter, builder.op('Mul', [next.momentum, learningRate])], {}, { outputs: [next.parameter] });
}
