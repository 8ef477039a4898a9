/** The sample project's deepminer.json: settings with which the small network learns the synthetic findings in about a minute on two cores. */
import type { ConfigInput } from '../project/config';

export const sampleConfig: ConfigInput = {
  classes: ['normal', 'benign', 'malignant'],
  // Fewer than the paper's 80 % to train on: with 120 cases, a tenth would be too few findings for every form to be mined and tested.
  dataset: { format: 'ddsm', root: 'cases', seed: 1, split: { holdout: 0.15, test: 0.15 } },
  patches: { side: [0.25], stride: 0.5, size: 64, normalPerView: 6 },
  network: { architecture: 'small', seed: 1 },
  mining: { region: 'tissue' },
  // A larger rate learns faster and as well, but its units all come to say the same; these tell forms of findings apart.
  training: { epochs: 10, batch: 32, learningRate: 0.02, decay: { fromEpoch: 9, factor: 0.1 }, seed: 1 },
};
