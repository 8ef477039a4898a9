/** `train`: images a second of an SGD step (forward, backward, update) against PyTorch. */
import os from 'node:os';
import { type Benchmark, type NetworkOptions, networkOptions } from './benchmark';
import { networkTurns } from './networkTurns';

export const train: Benchmark<NetworkOptions> = {
  name: 'train',
  description: 'a training step (forward, backward, SGD with momentum) against PyTorch, img/s and peak memory',
  configure: (command) => networkOptions(command, 'resnet18,resnet50', '8', os.availableParallelism()),
  run: async (options, log) => ({ name: 'train', unit: 'img/s', cases: await networkTurns('train', options, log) }),
};
