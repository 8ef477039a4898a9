/** The learning rate of an epoch: the chosen rate, decayed in steps. */
import type { Config } from '../project/config';

/**
 * Learning rate of an epoch, counted from 1: multiplied by `decay.factor` from `decay.fromEpoch` on, and again every `decay.every` epochs
 * where that is given (PyTorch's StepLR has fromEpoch = every + 1).
 */
export function learningRateOf({ learningRate, decay }: Pick<Config['training'], 'learningRate' | 'decay'>, epoch: number): number {
  if (!decay || epoch < decay.fromEpoch) return learningRate;
  const times = decay.every ? 1 + Math.floor((epoch - decay.fromEpoch) / decay.every) : 1;
  return learningRate * decay.factor ** times;
}
