/** `forward`: images a second of features and logits in inference form against PyTorch. */
import os from 'node:os';
import { type Benchmark, type NetworkOptions, networkOptions } from './benchmark';
import { networkTurns } from './networkTurns';

export const forward: Benchmark<NetworkOptions> = {
  name: 'forward',
  description: 'features and logits of a batch, as mining asks for them, against PyTorch, img/s and peak memory',
  configure: (command) => networkOptions(command, 'resnet18,resnet50', '8', os.availableParallelism()),
  run: async (options, log) => ({ name: 'forward', unit: 'img/s', cases: await networkTurns('forward', options, log) }),
};
