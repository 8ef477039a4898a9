/** The sample project's deepminer.json: settings with which the small network learns the synthetic findings in about two minutes on two cores. */
import type { ConfigInput } from '../project/config';

export const sampleConfig: ConfigInput = {
  classes: ['normal', 'benign', 'malignant'],
  // With this seed every form of finding of a sample of 100 cases is in the hold-out part, where units are mined and named, and in the test part.
  dataset: { format: 'ddsm', root: 'cases', seed: 82, split: { holdout: 0.1, test: 0.1 } },
  patches: { side: [0.25], stride: 0.5, size: 64, normalPerView: 6 },
  network: { architecture: 'small', seed: 1 },
  mining: { region: 'tissue' },
  training: { epochs: 12, batch: 32, learningRate: 0.1, decay: { fromEpoch: 10, factor: 0.1 }, seed: 1 },
};
