/** Run by webgpu.test.ts in a process of its own: the golden network's first steps on one device, as JSON on stdout. */
import { ProblemError } from '../../../src/protocol/problem';
import { Trainer } from '../../../src/training/step';
import { bottleneckClassifier, golden, goldenBatch } from './bottleneck';

const device = process.argv[2] === 'webgpu' ? 'webgpu' : 'cpu';
const { batch, momentum, weightDecay, learningRate } = golden;
try {
  const trainer = await Trainer.create(bottleneckClassifier(), { batch, momentum, weightDecay, device });
  const losses: number[] = [];
  for (let step = 0; step < 2; step++) {
    const { images, labels } = goldenBatch(step);
    // The last sample only fills the batch.
    const weights = new Float32Array(batch).fill(1, 0, batch - 1);
    losses.push((await trainer.step({ images, labels, weights }, learningRate)).loss);
  }
  const momenta = [...(await trainer.momenta())].map(([name, { data }]) => [name, Array.from(data, Number)]);
  const { initializers } = (await trainer.classifier()).graph;
  const weights = [...initializers].map(([name, { data }]) => [name, Array.from(data, Number)]);
  answer({ losses, tensors: Object.fromEntries([...momenta, ...weights]) });
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  answer({ problem: error.message });
}

/** A driver's threads do not always end by themselves, so the process does, once everything is written. */
function answer(value: unknown): void {
  process.stdout.write(JSON.stringify(value), () => process.exit(0));
}
