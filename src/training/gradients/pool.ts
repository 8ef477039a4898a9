/** Pooling. */
import { intAttribute, windowOf } from '../../network/attributes';
import { averagePoolGradient, maxPoolGradient } from '../operators';
import type { GradientRule } from './rule';
import { writeUnchanged } from './rule';

export const maxPool: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const window = windowOf(node);
  const y = writeUnchanged(site);
  return (dy) => [maxPoolGradient(builder, inputs[0], y, dy, window)];
};

export const averagePool: GradientRule = (site) => {
  const { builder, node, inputs } = site;
  const window = windowOf(node);
  writeUnchanged(site);
  const padded = intAttribute(node, 'count_include_pad', 0) === 1;
  return (dy) => [averagePoolGradient(builder, dy, builder.dims(inputs[0]), window, padded)];
};

/** The mean over a whole map, as GlobalAveragePool or as ReduceMean over the two spatial axes. */
export const globalAveragePool: GradientRule = (site) => {
  const { builder, inputs } = site;
  const [n, c, h, w] = builder.dims(inputs[0]);
  writeUnchanged(site);
  return (dy) => {
    const share = builder.op('Mul', [builder.op('Reshape', [dy, builder.int([n, c, 1, 1])]), builder.float(1 / (h * w))]);
    return [builder.op('Expand', [share, builder.int([n, c, h, w])])];
  };
};
