/** A graph ready to run: onnxruntime behind a small door, loaded only when the first session opens. */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { ProblemError } from '../protocol/problem';
import { type Device, environmentChoice } from './device';
import { encodeModel } from './encode';
import { engineFailure, engineMessage } from './failure';
import type { ElementType, Graph } from './graph';

export type { Device } from './device';

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
  /** Default: DEEPMINER_DEVICE where it names one, else `cpu`. */
  device?: Device;
  /** Threads of one operator; default: DEEPMINER_THREADS, else all cores. */
  threads?: number;
  /** Plan memory from the first run's shapes: faster for small graphs, much more memory for training graphs. Default true. */
  memoryPattern?: boolean;
  /** Refuse a graph of which the device leaves any operator to the CPU. Default false. */
  wholly?: boolean;
}

export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly device: Device;
  /**
   * Runs the graph; `outputs` names those wanted, default all. The fed arrays are read in place, never copied.
   * Throws ProblemError when memory does not suffice or the device is gone.
   */
  run(feeds: Readonly<Record<string, Value>>, outputs?: readonly string[]): Promise<Record<string, FloatValue>>;
  release(): Promise<void>;
}

/**
 * Opens a session on a graph, the bytes of an .onnx file, or its path.
 * Throws ProblemError when the device is not there, its memory does not suffice, or the engine refuses the graph.
 */
export async function openSession(model: Graph | Uint8Array | string, options: SessionOptions = {}): Promise<Session> {
  const { ort, session, device } = await openEngineSession(model, options);
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    device,
    async run(feeds, outputs) {
      const tensors: Record<string, OrtTensor> = {};
      for (const [name, value] of Object.entries(feeds)) tensors[name] = feed(ort, value);
      const fetched = await runSession(session, tensors, outputs ?? session.outputNames, device);
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

export type Engine = typeof import('onnxruntime-node');

/** The engine's own session, for those who hold its tensors. `kept` names outputs that stay on the device, where it can keep them. */
export async function openEngineSession(
  model: Graph | Uint8Array | string,
  options: SessionOptions,
  kept: readonly string[] = [],
): Promise<{ ort: Engine; session: InferenceSession; device: Device }> {
  const ort = await loadEngine();
  const device = sessionDevice(options);
  const settings: InferenceSession.SessionOptions = {
    executionProviders: [device],
    executionMode: 'sequential',
    intraOpNumThreads: options.threads ?? environmentChoice().threads,
    graphOptimizationLevel: 'all',
    enableMemPattern: device === 'dml' ? false : (options.memoryPattern ?? true), // DirectML has no such plan
    logSeverityLevel: 3,
    ...(kept.length > 0 && { preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer' as const])) }),
    extra: {
      session: {
        // Waiting threads sleep. Spinning ones take the cores from other work: a training step of the small network on two cores took 134 ms
        // instead of 79 beside other programs, and undisturbed 53 instead of 56.
        intra_op: { allow_spinning: '0' },
        ...(options.wholly && { disable_cpu_ep_fallback: '1' }),
      },
    },
  };
  return { ort, session: await create(ort, model, settings, device), device };
}

/** Where a session with these options runs; `auto`, which methods resolve before (src/devices), is the CPU to one that did not. Throws ProblemError on a wrong choice in the environment. */
export function sessionDevice(options: SessionOptions): Device {
  const chosen = environmentChoice();
  return options.device ?? (chosen.device === 'auto' ? 'cpu' : chosen.device);
}

/** Throws ProblemError when memory does not suffice or the device is gone. */
export async function runSession(
  session: InferenceSession,
  feeds: Readonly<Record<string, OrtTensor>>,
  outputs: readonly string[],
  device: Device,
): Promise<Record<string, OrtTensor>> {
  try {
    return (await session.run(feeds, outputs)) as Record<string, OrtTensor>;
  } catch (error) {
    throw engineFailure(error, device);
  }
}

export function feed(ort: Engine, { dims, data, type }: Value): OrtTensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, dims);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, dims);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
  if (data instanceof Float64Array) return new ort.Tensor('float64', data, dims);
  return type === 'bool' ? new ort.Tensor('bool', data, dims) : new ort.Tensor('uint8', data, dims);
}

/** Throws ProblemError when the engine cannot be loaded here. */
export async function loadEngine(): Promise<Engine> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new ProblemError({
      code: 'network.engine.missing',
      found: `no loadable onnxruntime-node for ${process.platform} ${process.arch} (${engineMessage(error)})`,
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
    const failure = engineFailure(error, device);
    if (failure instanceof ProblemError) throw failure;
    const message = engineMessage(error);
    if (device !== 'cpu' && !REFUSED.test(message))
      throw new ProblemError({
        code: 'network.device.unavailable',
        found: `no usable ${device} device (${message})`,
        expected: DRIVERS[device],
        remedy: 'Use the device `cpu`: it gives the same results, slower. `deepminer devices` tells what each device lacks.',
      });
    throw new ProblemError({
      code: 'network.graph.refused',
      file: typeof model === 'string' ? model : undefined,
      found: `a graph the engine refuses (${message})`,
      expected: 'an ONNX graph of operators onnxruntime knows',
      remedy: 'Export the network again, with a lower opset when the operator is new.',
    });
  }
}

/** Said of the graph, whatever device it was for. */
const REFUSED =
  /assigned to the default CPU EP|is not a registered function|Load model from|This is an invalid model|Could not find an implementation/;

const DRIVERS: Readonly<Record<Exclude<Device, 'cpu'>, string>> = {
  webgpu: 'a graphics card with a Vulkan, Metal or Direct3D 12 driver',
  cuda: "an NVIDIA card, CUDA 12, cuDNN 9 and the engine's CUDA files",
  dml: 'Windows with a Direct3D 12 graphics card',
  coreml: 'a Mac with Apple silicon',
};
