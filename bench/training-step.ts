/**
 * Patches a second of a training step: `node --import tsx bench/training-step.ts [architecture] [size] [batch] [steps] [profile]`.
 * Its counterpart in PyTorch is training_step.py; run both in turn on an idle machine. With `profile`, kernel time by operator follows.
 */
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { buildNetwork } from '../src/network/build';
import { encodeModel } from '../src/network/model';
import { buildTrainingGraph } from '../src/training/graph';
import { Trainer } from '../src/training/step';

const [architecture = 'small', size = '64', batch = '32', steps = '15', profile] = process.argv.slice(2);
const [inputSize, samples] = [Number(size), Number(batch)];
const options = { batch: samples, momentum: 0.9, weightDecay: 1e-4 };
const classifier = buildNetwork({ architecture, classes: ['normal', 'benign', 'malignant'], inputSize, seed: 1 });
const images = Float32Array.from({ length: samples * 3 * inputSize * inputSize }, (_, i) => Math.sin(i * 12.9898) * 1.7);
const labels = Array.from({ length: samples }, (_, i) => i % 3);
const ones = new Float32Array(samples).fill(1);

const trainer = await Trainer.create(classifier, options);
const times: number[] = [];
for (let step = 0; step < Number(steps) + 2; step++) {
  const start = performance.now();
  await trainer.step(images, labels, ones, 1e-4);
  if (step >= 2) times.push(performance.now() - start);
}
await trainer.release();
times.sort((a, b) => a - b);
const median = times[times.length >> 1];
const rate = (milliseconds: number) => Number(((samples * 1000) / milliseconds).toFixed(1));
console.log(
  JSON.stringify({
    engine: 'onnxruntime',
    architecture,
    size: inputSize,
    batch: samples,
    ms: Number(median.toFixed(1)),
    patchesPerSecond: rate(median),
    best: rate(times[0]),
  }),
);
if (profile) await profileStep();

/** Kernel time of five steps, by operator and shape of its first inputs. */
async function profileStep(): Promise<void> {
  const training = buildTrainingGraph(classifier, options);
  const session = await InferenceSession.create(encodeModel(training.graph), {
    graphOptimizationLevel: 'all',
    enableMemPattern: false,
    enableProfiling: true,
    profileFilePrefix: path.join(os.tmpdir(), 'training-step'),
    logSeverityLevel: 3,
    intraOpNumThreads: os.availableParallelism(),
  });
  const feeds: Record<string, Tensor> = {};
  const { initializers } = classifier.graph;
  for (const { name, type, dims } of training.graph.inputs) {
    const count = dims.reduce<number>((product, dim) => product * Number(dim), 1);
    const data = name === 'image' ? images : ((initializers.get(name)?.data as Float32Array | undefined) ?? new Float32Array(count));
    feeds[name] = new Tensor(type as 'float32', data, dims.map(Number));
  }
  labels.forEach((label, i) => {
    (feeds['labels'].data as Float32Array)[i * 3 + label] = 1;
  });
  feeds['weight'] = new Tensor('float32', ones, [samples]);
  for (let i = 0; i < 5; i++) await session.run(feeds);
  session.endProfiling();
  const { readdir } = await import('node:fs/promises');
  const name = (await readdir(os.tmpdir()))
    .filter((file) => file.startsWith('training-step'))
    .sort()
    .at(-1)!;
  const file = path.join(os.tmpdir(), name);
  const events = JSON.parse(await readFile(file, 'utf8')) as {
    cat: string;
    name: string;
    dur: number;
    args?: { op_name?: string; input_type_shape?: unknown };
  }[];
  await rm(file);
  const sums = new Map<string, { ms: number; count: number }>();
  for (const event of events) {
    if (event.cat !== 'Node' || !event.name.endsWith('kernel_time')) continue;
    const shapes = JSON.stringify(event.args?.input_type_shape ?? '')
      .replaceAll(/[{}"[\]]|float|:/g, ' ')
      .replaceAll(/ +/g, ' ');
    for (const key of [`ALL ${event.args?.op_name}`, `${event.args?.op_name} ${shapes.slice(0, 90)}`]) {
      const sum = sums.get(key) ?? { ms: 0, count: 0 };
      sum.ms += event.dur / 5000;
      sum.count += 0.2;
      sums.set(key, sum);
    }
  }
  for (const [key, { ms, count }] of [...sums].sort((a, b) => b[1].ms - a[1].ms).slice(0, 45))
    console.log(ms.toFixed(2), count.toFixed(0), key);
}
