/** A graph ready to run: onnxruntime behind a small door, loaded only when the first session opens. */
import os from 'node:os';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { ProblemError } from '../protocol/problem';
import { encodeModel } from './encode';
import type { ElementType, Graph } from './graph';

/** A value fed or fetched: a shape and its elements, row-major; the type follows from the array (a Uint8Array is bool when said so). */
export interface Value {
  dims: readonly number[];
  data: Float32Array | BigInt64Array | Int32Array | Float64Array | Uint8Array;
  type?: ElementType;
}

/** What comes out. Float outputs, i.e. nearly all, are Float32Arrays. */
export interface FloatValue {
  dims: readonly number[];
  data: Float32Array;
}

export interface SessionOptions {
  /** `webgpu` drives any vendor's GPU; default: DEEPMINER_DEVICE, else `cpu`. */
  device?: Device;
  /** Threads of one operator; default: DEEPMINER_THREADS, else all cores. */
  threads?: number;
  /** Plan memory from the first run's shapes: faster for small graphs, much more memory for training graphs. Default true. */
  memoryPattern?: boolean;
}

export type Device = 'cpu' | 'webgpu';

/** DEEPMINER_DEVICE and DEEPMINER_THREADS choose for a whole process what a caller leaves open. Throws ProblemError on a wrong value. */
function environmentChoice(): { device: Device; threads: number } {
  const { DEEPMINER_DEVICE: device = 'cpu', DEEPMINER_THREADS: threads } = process.env;
  if (device !== 'cpu' && device !== 'webgpu') throw wrongChoice('DEEPMINER_DEVICE', device, '`cpu` or `webgpu`');
  if (threads !== undefined && !/^[1-9]\d*$/.test(threads)) throw wrongChoice('DEEPMINER_THREADS', threads, 'a whole number from 1');
  return { device, threads: threads === undefined ? os.availableParallelism() : Number(threads) };
}

function wrongChoice(name: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'network.environment',
    found: `${name}=${found}`,
    expected,
    remedy: 'Correct the environment variable (in VS Code: the setting of the same name), or leave it out.',
  });
}

export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly device: Device;
  /** Runs the graph; `outputs` names those wanted, default all. The fed arrays are read in place, never copied. */
  run(feeds: Readonly<Record<string, Value>>, outputs?: readonly string[]): Promise<Record<string, FloatValue>>;
  release(): Promise<void>;
}

/**
 * Opens a session on a graph, the bytes of an .onnx file, or its path.
 * Throws ProblemError when the device is not there or the engine refuses the graph.
 */
export async function openSession(model: Graph | Uint8Array | string, options: SessionOptions = {}): Promise<Session> {
  const ort = await loadEngine();
  const chosen = environmentChoice();
  const device = options.device ?? chosen.device;
  const settings: InferenceSession.SessionOptions = {
    executionProviders: [device],
    executionMode: 'sequential',
    intraOpNumThreads: options.threads ?? chosen.threads,
    graphOptimizationLevel: 'all',
    enableMemPattern: options.memoryPattern ?? true,
    logSeverityLevel: 3,
    // Waiting threads sleep. Spinning ones take the cores from other work: a training step of the small network on two cores took 134 ms
    // instead of 79 beside other programs, and undisturbed 53 instead of 56.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  const session = await create(ort, model, settings, device);
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    device,
    async run(feeds, outputs) {
      const tensors: Record<string, OrtTensor> = {};
      for (const [name, value] of Object.entries(feeds)) tensors[name] = feed(ort, value);
      const fetched = await session.run(tensors, outputs ?? session.outputNames);
      const values: Record<string, FloatValue> = {};
      for (const [name, tensor] of Object.entries(fetched)) values[name] = { dims: tensor.dims, data: tensor.data as Float32Array };
      return values;
    },
    release: () => session.release(),
  };
}

/** Runs a classifier on `images` [count, 3, side, side]: features [count, C, h, w] and logits [count, K]. */
export async function forward(
  session: Session,
  images: Float32Array,
  dims: readonly [number, number, number, number],
): Promise<{ features: FloatValue; logits: FloatValue }> {
  const { features, logits } = await session.run({ image: { dims, data: images } }, ['features', 'logits']);
  return { features, logits };
}

type Engine = typeof import('onnxruntime-node');

function feed(ort: Engine, { dims, data, type }: Value): OrtTensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, dims);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, dims);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
  if (data instanceof Float64Array) return new ort.Tensor('float64', data, dims);
  return type === 'bool' ? new ort.Tensor('bool', data, dims) : new ort.Tensor('uint8', data, dims);
}

async function loadEngine(): Promise<Engine> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new ProblemError({
      code: 'network.engine.missing',
      found: `no loadable onnxruntime-node for ${process.platform} ${process.arch} (${reason(error)})`,
      expected: 'the engine that comes with the package (Linux, Windows and macOS on arm64)',
      remedy: 'Install the dependencies again on this machine, or run the compute side on one of those systems.',
    });
  }
}

async function create(
  ort: Engine,
  model: Graph | Uint8Array | string,
  settings: InferenceSession.SessionOptions,
  device: Device,
): Promise<InferenceSession> {
  const source = typeof model === 'string' || model instanceof Uint8Array ? model : encodeModel(model);
  try {
    return typeof source === 'string'
      ? await ort.InferenceSession.create(source, settings)
      : await ort.InferenceSession.create(source, settings);
  } catch (error) {
    if (device !== 'cpu')
      throw new ProblemError({
        code: 'network.device.unavailable',
        found: `no usable ${device} device (${reason(error)})`,
        expected: 'a GPU with a Vulkan, Metal or Direct3D 12 driver',
        remedy: 'Use the device `cpu`: it gives the same results, slower.',
      });
    throw new ProblemError({
      code: 'network.graph.refused',
      file: typeof model === 'string' ? model : undefined,
      found: `a graph the engine refuses (${reason(error)})`,
      expected: 'an ONNX graph of operators onnxruntime knows',
      remedy: 'Export the network again, with a lower opset when the operator is new.',
    });
  }
}

/** The engine's message without the place in its own sources. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^\/\S*onnxruntime\S*:\d+.* was false\. /s, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
