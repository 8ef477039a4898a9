/** Runs as the compute process tells of them: curves that fall and rise as they do, seeded by the run's name. */
import type { EpochMetrics, RunSummary } from '../../../src/protocol/compute';
import type { RunHistory } from '../../../src/protocol/runHistory';

const BATCH = 32;
const PATCHES = 3200;

export function fakeEpoch(epoch: number, slow = 1): EpochMetrics {
  const done = 1 - Math.exp(-epoch / (3 * slow));
  const part = (gap: number) => ({
    loss: 1.1 - (0.85 - gap) * done + 0.03 * Math.sin(epoch * 2.3),
    accuracy: 0.4 + (0.5 - gap / 3) * done,
    auc: { normal: 0.6 + (0.38 - gap / 3) * done, benign: 0.55 + (0.4 - gap / 3) * done, malignant: 0.5 + (0.46 - gap / 3) * done },
  });
  const learningRate = epoch < 9 ? 0.02 : 0.002;
  const pace = { seconds: 41 + 3 * Math.sin(epoch), patchesPerSecond: 96.4, waitShare: 0.01, holdoutSeconds: 4 };
  return { epoch, learningRate, ...pace, device: 'cpu', threads: 2, train: part(0), holdout: part(0.12) };
}

interface Wanted {
  epochs?: number;
  of?: number;
  slow?: number;
  summary?: Partial<RunSummary>;
  settings?: Record<string, string>;
  more?: Partial<RunHistory>;
}

export function fakeRun(run: string, { epochs = 12, of = epochs, slow = 1, summary, settings, more }: Wanted = {}): RunHistory {
  const all = Array.from({ length: epochs }, (_, i) => fakeEpoch(i + 1, slow));
  const steps = all.flatMap(({ epoch, train }) =>
    [20, 40, 60, 80, 100].map((step) => ({ epoch, step: (epoch - 1) * 100 + step, loss: train.loss + 0.08 * Math.sin(step * epoch) })),
  );
  return {
    summary: {
      run,
      dir: `/p/runs/${run}`,
      createdAt: '2026-03-14T09:26:53.000Z',
      status: 'finished',
      network: 'resnet18',
      epochs: of,
      epochsDone: epochs,
      trainPatches: PATCHES,
      last: all.at(-1),
      bestEpoch: epochs > 2 ? epochs - 2 : undefined,
      checkpoint: epochs > 0 ? `/p/runs/${run}/checkpoints/epoch-${String(epochs).padStart(2, '0')}.onnx` : undefined,
      evaluated: false,
      ...summary,
    },
    settings: {
      'training.batch': String(BATCH),
      'training.learningRate': '0.02',
      'network.architecture': '"resnet18"',
      classes: '["normal","benign","malignant"]',
      ...settings,
    },
    epochs: all,
    steps,
    starts: [{ at: '2026-03-14T09:26:54.000Z', device: 'cpu' }],
    tried: [],
    log: [],
    ...more,
  };
}
