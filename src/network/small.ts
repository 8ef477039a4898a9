/** The demonstration's network: a residual net small enough to train in minutes on two cores, meant for patches of 64 pixels. */
import type { Classifier } from './graph';
import { ResidualWriter } from './residual';

/** Channels of the stem, the two basic blocks and the last layer, whose channels are the units. */
export type SmallWidths = readonly [number, number, number, number];

const WIDTHS: SmallWidths = [16, 32, 64, 128];

/**
 * Input `image` [N, 3, inputSize, inputSize], outputs `features` [N, 128, inputSize / 8, inputSize / 8] and `logits` [N, classes]. The last
 * layer is a plain 1x1 convolution: its normalised, rectified channels stay apart, where a last residual block let most of them come
 * to say the same. 8.3 million multiplications for a patch of 64 pixels.
 */
export function buildSmall(classes: readonly string[], inputSize: number, seed: number, widths: SmallWidths = WIDTHS): Classifier {
  const writer = new ResidualWriter('small', inputSize, seed);
  let x = writer.relu('relu', writer.batchNorm('bn1', writer.conv('conv1', 'image', widths[0], 3, 2)));
  x = writer.basicBlock('layer1.0', x, widths[1], 2);
  x = writer.basicBlock('layer2.0', x, widths[2], 2);
  x = writer.relu('relu3', writer.batchNorm('bn3', writer.conv('conv3', x, widths[3], 1)), 'features');
  return writer.classify('small', x, classes);
}
