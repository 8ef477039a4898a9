/**
 * Trains a tiny network in the folder given, or goes on there, and says `step` after every step: the process that killed.test.ts kills. With
 * candidates after the folder, it selects the learning rate first.
 */
import { buildNetwork } from '../../../src/network/build';
import { configSchema } from '../../../src/project/config';
import { train } from '../../../src/training/loop';
import { blotPatches } from './patches';

const [dir, ...learningRates] = process.argv.slice(2);
const classes = ['normal', 'benign', 'malignant'];

await train({
  classifier: buildNetwork({ architecture: 'small', classes, inputSize: 16, seed: 1 }),
  train: blotPatches(64, 16, 1),
  holdout: blotPatches(15, 16, 2),
  options: configSchema.parse({
    training: {
      epochs: 8,
      batch: 4,
      learningRate: 0.01,
      learningRates: learningRates.length > 0 ? learningRates.map(Number) : null,
      selection: { steps: 6 },
      // Long gone after every step.
      checkpointMinutes: 1e-9,
      stepEvents: 1,
      earlyStop: { patience: 8 },
      keep: 3,
      classWeights: 'balanced',
    },
  }).training,
  classes,
  dir,
  resume: true,
  threads: 1,
  task: {
    signal: new AbortController().signal,
    progress: ({ stage, done }) => process.stdout.write(`${stage} ${done}\n`),
    log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
  },
});
