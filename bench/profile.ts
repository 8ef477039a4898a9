/** `profile`: where a training step's time goes, kernel by kernel, as onnxruntime counts it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../src/network/encode';
import { checkBlocks } from '../src/training/blocked/check';
import { blockedTraining } from '../src/training/blocked/training';
import { buildTrainingGraph } from '../src/training/graph';
import { type Benchmark, type NetworkOptions, networkOptions } from './benchmark';
import { CLASSES, images, type NetworkTask, ownNetwork } from './own/task';
import { type Figure, figure } from './report';

const STEPS = 5;
/** The longest kernels say enough. */
const SHOWN = 45;

export const profile: Benchmark<NetworkOptions> = {
  name: 'profile',
  description:
    'the time of a training step by operator and by the shapes of its inputs, ms (ours alone, in the layout that training takes)',
  configure: (command) => networkOptions(command, 'resnet18', '8', os.availableParallelism()),
  async run(options) {
    const cases: Figure[] = [];
    for (const network of options.networks)
      for (const batch of options.batches) {
        const size = options.size ?? (network === 'small' ? 64 : 224);
        cases.push(...(await profileStep({ network, batch, size, threads: options.threads, device: options.device })));
      }
    return { name: 'profile', unit: 'ms a step', cases };
  },
};

async function profileStep(task: NetworkTask): Promise<Figure[]> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'profile-'));
  try {
    const classifier = ownNetwork(task);
    const training = buildTrainingGraph(classifier, { batch: task.batch, momentum: 0.9, weightDecay: 1e-4 });
    const checked = task.device === 'cpu' ? await checkBlocks() : { refusal: 'another device' };
    // The order of the state's elements does not change the time.
    const graph = 'block' in checked ? blockedTraining(training, checked.block).graph : training.graph;
    const session = await InferenceSession.create(encodeModel(graph), {
      executionProviders: [task.device],
      graphOptimizationLevel: 'all',
      enableMemPattern: false,
      enableProfiling: true,
      profileFilePrefix: path.join(dir, 'step'),
      logSeverityLevel: 3,
      intraOpNumThreads: task.threads,
    });
    const feeds: Record<string, Tensor> = {};
    for (const { name, type, dims } of graph.inputs) {
      const shape = dims.map(Number);
      const zeros = () => new Float32Array(shape.reduce((product, dim) => product * dim, 1));
      const known = name === 'image' ? images(task) : (classifier.graph.initializers.get(name)?.data as Float32Array | undefined);
      feeds[name] = new Tensor(type as 'float32', known ?? zeros(), shape);
    }
    for (let i = 0; i < task.batch; i++) (feeds['labels'].data as Float32Array)[i * CLASSES.length + (i % CLASSES.length)] = 1;
    (feeds['weight'].data as Float32Array).fill(1);
    for (let i = 0; i < STEPS; i++) await session.run(feeds);
    session.endProfiling();
    await session.release();
    const [file] = await readdir(dir);
    return kernelTimes(JSON.parse(await readFile(path.join(dir, file), 'utf8')) as Event[], `${task.network} b${task.batch}`);
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Of onnxruntime's profile; dur in microseconds. */
interface Event {
  cat: string;
  name: string;
  dur: number;
  args?: { op_name?: string; input_type_shape?: unknown };
}

function kernelTimes(events: readonly Event[], name: string): Figure[] {
  const sums = new Map<string, { milliseconds: number; calls: number }>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('kernel_time')) continue;
    const shapes = JSON.stringify(args?.input_type_shape ?? '')
      .replaceAll(/[{}"[\]]|float|:/g, ' ')
      .replaceAll(/ +/g, ' ');
    for (const key of [`all ${args?.op_name}`, `${args?.op_name} ${shapes.slice(0, 90)}`]) {
      const sum = sums.get(key) ?? { milliseconds: 0, calls: 0 };
      sum.milliseconds += dur / 1000 / STEPS;
      sum.calls += 1 / STEPS;
      sums.set(key, sum);
    }
  }
  const longest = [...sums].sort((a, b) => b[1].milliseconds - a[1].milliseconds).slice(0, SHOWN);
  return longest.map(([key, { milliseconds, calls }]) => figure(`${name} ${key}`, 'less', milliseconds, null, `${calls} calls`));
}
