/** Batch normalisation of a network in use: running statistics make it a constant factor and offset per channel. */
import { floatAttribute } from '../network/attributes';
import type { GraphBuilder } from '../network/builder';
import type { Node } from '../network/graph';
import { floatTensor } from '../network/tensor';
import type { Backward, Site } from '../training/gradients/rule';
import { writeUnchanged } from '../training/gradients/rule';

/** scale / sqrt(running variance + eps) as a constant [channels, 1, 1, 1]. Throws RangeError when these are no constants. */
export function channelFactors(builder: GraphBuilder, node: Node): string {
  const [scale, , , variance] = node.inputs.slice(1).map((name) => builder.graph.initializers.get(name)?.data);
  if (!(scale instanceof Float32Array && variance instanceof Float32Array)) throw new RangeError('statistics that are no constants');
  const eps = floatAttribute(node, 'epsilon', 1e-5);
  const factors = Float32Array.from(scale, (value, i) => value / Math.sqrt(variance[i] + eps));
  return builder.constant(floatTensor([factors.length, 1, 1, 1], factors));
}

/** @param taken whether the convolution before it takes its factors */
export function batchNorm(site: Site, taken: boolean): Backward {
  const { builder, node } = site;
  writeUnchanged(site);
  if (taken) return (dy) => [dy];
  const factors = builder.op('Transpose', [channelFactors(builder, node)], { perm: { ints: [1, 0, 2, 3] } });
  return (dy) => [builder.op('Mul', [dy, factors])];
}
