/** Rectifier: where its output is positive is the same for every class and found once. */
import { positive } from '../training/gradients/relu';
import type { GradientRule } from '../training/gradients/rule';
import { writeUnchanged } from '../training/gradients/rule';
import { once } from './once';

export const relu: GradientRule = (site) => {
  const { builder } = site;
  const y = writeUnchanged(site);
  const mask = once(() => positive(builder, y));
  return (dy) => [builder.op('Mul', [dy, mask()])];
};
