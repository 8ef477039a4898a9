/** ResNet-18 to ResNet-152 (He et al. 2015), with torchvision's layers and parameter names. */
import type { Classifier } from './graph';
import { ResidualWriter } from './residual';

/** Kind of block and blocks per stage. */
export const STAGES = {
  resnet18: { bottleneck: false, blocks: [2, 2, 2, 2] },
  resnet34: { bottleneck: false, blocks: [3, 4, 6, 3] },
  resnet50: { bottleneck: true, blocks: [3, 4, 6, 3] },
  resnet101: { bottleneck: true, blocks: [3, 4, 23, 3] },
  resnet152: { bottleneck: true, blocks: [3, 8, 36, 3] },
} as const;

export type ResNetName = keyof typeof STAGES;

export function isResNet(name: string): name is ResNetName {
  return Object.hasOwn(STAGES, name);
}

/**
 * A ResNet with random weights: input `image` [N, 3, inputSize, inputSize], outputs `features` [N, C, inputSize / 32, inputSize / 32] with
 * C = 512 or 2048, and `logits` [N, classes].
 */
export function buildResNet(architecture: ResNetName, classes: readonly string[], inputSize: number, seed: number): Classifier {
  const { bottleneck, blocks } = STAGES[architecture];
  const writer = new ResidualWriter(architecture, inputSize, seed);
  let x = writer.relu('relu', writer.batchNorm('bn1', writer.conv('conv1', 'image', 64, 7, 2)));
  x = writer.maxPool('maxpool', x);
  blocks.forEach((count, stage) => {
    const width = 64 * 2 ** stage;
    for (let i = 0; i < count; i++) {
      const name = `layer${stage + 1}.${i}`;
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const output = stage === 3 && i === count - 1 ? 'features' : undefined;
      x = bottleneck ? writer.bottleneck(name, x, 4 * width, stride, output) : writer.basicBlock(name, x, width, stride, output);
    }
  });
  return writer.classify(architecture, x, classes);
}
