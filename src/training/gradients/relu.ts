/** Rectifier: the gradient passes where the output is positive (0 at 0, as PyTorch's). */
import type { GraphBuilder } from '../../network/builder';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

/** A hard sigmoid this steep is 1 for every positive float worth the name and 0 at 0: one pass, on every device, where a comparison needs two. */
const STEEP = { alpha: { float: 1e30 }, beta: { float: 0 } };

export const relu: GradientRule = (site) => {
  const { builder } = site;
  const y = writeUnchanged(site);
  return (gradient) => [builder.op('Mul', [gradient, positive(builder, y)])];
};

/** 1 where the rectifier's output is positive, else 0. */
export function positive(builder: GraphBuilder, y: string): string {
  return builder.op('HardSigmoid', [y], STEEP);
}
