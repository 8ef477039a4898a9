/**
 * A session whose outputs may stay where they were made and be fed again: on the graphics card through WebGPU, in this process' memory
 * elsewhere (onnxruntime-node keeps outputs on a device through WebGPU alone; CUDA's, DirectML's and CoreML's come to the CPU at every run).
 */
import type { Tensor as OrtTensor } from 'onnxruntime-node';
import { GraphBuilder } from './builder';
import type { Device } from './device';
import type { Graph } from './graph';
import { type FloatValue, feed, openEngineSession, runSession, type SessionOptions, sessionDevice, type Value } from './session';

/** A float tensor that lies where it was made. */
export interface Kept {
  readonly dims: readonly number[];
  /** Its elements, where they lie in this process' memory. */
  readonly data?: Float32Array;
  /** Frees it; whoever got it from a run does that once. */
  dispose(): void;
}

export interface KeepingSession {
  readonly device: Device;
  /** Runs the graph. Throws ProblemError when memory does not suffice or the device is gone. */
  run(feeds: Readonly<Record<string, Value | Kept>>): Promise<{ fetched: Record<string, FloatValue>; kept: Record<string, Kept> }>;
  release(): Promise<void>;
}

/** How a keeping session is opened; tests put a door of their own in its place. */
export type OpenKeeping = typeof openKeepingSession;

/** Whether kept tensors lie outside this process' memory. */
export function keepsOnDevice(device: Device): boolean {
  return device === 'webgpu';
}

const tensors = new WeakMap<Kept, OrtTensor>();

/** Opens a graph of which the outputs `kept` stay on the device. Throws as openSession does. */
export async function openKeepingSession(graph: Graph, kept: ReadonlySet<string>, options: SessionOptions = {}): Promise<KeepingSession> {
  const asked = sessionDevice(options);
  const { ort, session, device } = await openEngineSession(graph, { ...options, device: asked }, keepsOnDevice(asked) ? [...kept] : []);
  return {
    device,
    async run(feeds) {
      const fed: Record<string, OrtTensor> = {};
      for (const [name, value] of Object.entries(feeds)) fed[name] = tensors.get(value as Kept) ?? feed(ort, value as Value);
      const outputs = await runSession(session, fed, session.outputNames, device);
      const result = { fetched: {} as Record<string, FloatValue>, kept: {} as Record<string, Kept> };
      for (const [name, tensor] of Object.entries(outputs)) {
        if (kept.has(name)) result.kept[name] = keep(tensor);
        else result.fetched[name] = { dims: tensor.dims, data: tensor.data as Float32Array };
      }
      return result;
    },
    release: () => session.release(),
  };
}

/** Puts arrays where a device keeps its outputs, flat; whoever asks frees them. Throws as a run does. */
export async function sendKept(values: ReadonlyMap<string, Float32Array>, device: Device): Promise<Record<string, Kept>> {
  const flat = new Map([...values].map(([name, data]) => [name, { dims: [data.length], data, dispose: () => undefined }]));
  if (!keepsOnDevice(device)) return Object.fromEntries(flat);
  return (await throughIdentities(flat, device, true)).kept;
}

/**
 * Brings kept tensors to this process' memory. The engine aborts the whole process when it is asked for such a tensor's elements, therefore
 * they go through a graph of identities whose outputs do not stay.
 */
export async function fetchKept(values: ReadonlyMap<string, Kept>, device: Device): Promise<Map<string, Float32Array>> {
  const away = new Map([...values].filter(([, { data }]) => !data));
  const fetched = away.size > 0 ? (await throughIdentities(away, device, false)).fetched : {};
  return new Map([...values].map(([name, { data }]) => [name, data ?? fetched[name].data]));
}

async function throughIdentities(values: ReadonlyMap<string, Kept>, device: Device, stay: boolean): ReturnType<KeepingSession['run']> {
  const builder = new GraphBuilder('identities');
  for (const [name, { dims }] of values)
    builder.output(builder.op('Identity', [builder.input(`from/${name}`, [...dims])], {}, { outputs: [name] }));
  const session = await openKeepingSession(builder.graph, new Set(stay ? values.keys() : []), { device });
  try {
    return await session.run(Object.fromEntries([...values].map(([name, value]) => [`from/${name}`, value])));
  } finally {
    await session.release();
  }
}

function keep(tensor: OrtTensor): Kept {
  const there = tensor.location === 'cpu';
  const kept: Kept = {
    dims: tensor.dims,
    ...(there && { data: tensor.data as Float32Array }),
    dispose: () => {
      if (!there) tensor.dispose();
    },
  };
  tensors.set(kept, tensor);
  return kept;
}
