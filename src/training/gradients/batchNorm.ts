/**
 * Batch normalisation in training mode: statistics of the batch itself (biased variance), running statistics as PyTorch keeps them (unbiased
 * variance). All that passes over the maps is a mean, a mean product or a scale per channel; the rest is arithmetic of [channels].
 */
import { floatAttribute } from '../../network/attributes';
import { ProblemError } from '../../protocol/problem';
import { channelMean, channelMeanProduct, channelScale } from '../operators';
import type { GradientRule, Site } from './rule';

export const batchNorm: GradientRule = (site) => {
  const { builder, node, inputs, shift } = site;
  const [x, scale, bias, runningMean] = inputs;
  const count = populationSize(site);
  // The variance is the mean square minus the squared mean, which is only accurate near a mean of zero: the running mean is taken off first.
  const ones = builder.float(new Array<number>(builder.dims(scale)[0]).fill(1));
  const shifted = shift ? x : channelScale(builder, x, ones, builder.op('Neg', [runningMean]));
  const mean = channelMean(builder, shifted);
  const variance = builder.op('Sub', [channelMeanProduct(builder, shifted, shifted), builder.op('Mul', [mean, mean])]);
  const eps = decimal(floatAttribute(node, 'epsilon', 1e-5));
  const inverse = builder.op('Reciprocal', [builder.op('Sqrt', [builder.op('Add', [variance, builder.float(eps)])])]);
  const factor = builder.op('Mul', [scale, inverse]);
  const offset = builder.op('Sub', [bias, builder.op('Mul', [mean, factor])]);
  channelScale(builder, shifted, factor, offset, '', { name: node.name, outputs: node.outputs.slice(0, 1) });
  keepRunningStatistics(site, mean, variance, count);

  // With x^ = (x - mean) inverse and means over the batch: dx = factor (dy - mean(dy) - x^ mean(dy x^)), here as factor dy + slope x + offset.
  return (dy, wanted) => {
    const meanDy = channelMean(builder, dy);
    const covariance = builder.op('Sub', [channelMeanProduct(builder, dy, shifted), builder.op('Mul', [mean, meanDy])]);
    const correlation = builder.op('Mul', [covariance, inverse]);
    const total = builder.float(count);
    return [
      wanted[0] ? inputGradient(dy, meanDy, correlation) : undefined,
      wanted[1] ? builder.op('Mul', [correlation, total]) : undefined,
      wanted[2] ? builder.op('Mul', [meanDy, total]) : undefined,
      undefined,
      undefined,
    ];
  };

  function inputGradient(dy: string, meanDy: string, correlation: string): string {
    const slope = builder.op('Neg', [builder.op('Mul', [builder.op('Mul', [factor, inverse]), correlation])]);
    const offset = builder.op('Neg', [builder.op('Add', [builder.op('Mul', [factor, meanDy]), builder.op('Mul', [slope, mean])])]);
    return channelScale(builder, dy, factor, offset, channelScale(builder, shifted, slope));
  }
};

/** Running statistics after the step: ONNX's momentum m keeps m of the old, PyTorch's momentum is 1 - m. */
function keepRunningStatistics({ builder, node, inputs, shift, keep }: Site, mean: string, variance: string, count: number): void {
  const [, , , runningMean, runningVariance] = inputs;
  const old = decimal(floatAttribute(node, 'momentum', 0.9));
  const fresh = builder.float(1 - old);
  // The mean is counted from the running mean itself, or from what the convolution before took off, which is the same value.
  const meanStep = builder.op('Mul', [mean, fresh]);
  keep(node.inputs[3], builder.op('Add', [shift ? builder.op('Neg', [shift]) : runningMean, meanStep]));
  const unbiased = builder.op('Mul', [variance, builder.float(((1 - old) * count) / (count - 1))]);
  keep(node.inputs[4], builder.op('Add', [builder.op('Mul', [runningVariance, builder.float(old)]), unbiased]));
}

/** Values a channel's statistics are taken over: images x height x width. */
function populationSize({ builder, node, inputs }: Site): number {
  const dims = builder.dims(inputs[0]);
  const count = dims.length === 4 ? dims[0] * dims[2] * dims[3] : 0;
  if (count < 2)
    throw new ProblemError({
      code: 'training.batchNorm.population',
      found: `batch norm ${node.name} over maps [${dims.join(', ')}]`,
      expected: 'maps [images, channels, height, width] with at least two values a channel, for there is no variance of one',
      remedy: 'Train with a larger batch or larger patches.',
    });
  return count;
}

/** An attribute as it was meant: 0.9, also when it has been through a file as float32, so that a resumed run computes with the same numbers. */
function decimal(attribute: number): number {
  return Number(Math.fround(attribute).toPrecision(7));
}
