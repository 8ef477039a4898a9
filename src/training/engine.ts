/** What runs training steps on a device and holds the state between two of them: parameters, momenta and running statistics. */
import { keepsOnDevice, type OpenKeeping, openKeepingSession } from '../network/keepingSession';
import { type Device, type SessionOptions, sessionDevice, type Value } from '../network/session';
import { withDeviceOperators } from './deviceOperators';
import { nextName, type TrainingGraph } from './graph';
import { HeldState } from './heldState';

export interface StepResult {
  /** Mean cross-entropy over the samples by weight, before the step. */
  loss: number;
  /** [batch, classes], before the step, with the batch's own statistics. */
  logits: Float32Array;
}

/** Every state tensor by name, flat [count], in the order of the standard training graph, however an engine keeps it. */
export type State = ReadonlyMap<string, Float32Array>;

export interface StepEngine {
  readonly device: Device;
  /** Replaces the whole state; the arrays are not changed and not copied. */
  load(state: State): Promise<void>;
  /** The state of now, or the named part of it; later steps do not change what was read. */
  read(names?: readonly string[]): Promise<Map<string, Float32Array>>;
  /**
   * One step: image, the classifier's further inputs, labels, weight and learningRate are fed, as the training graph has them. The state
   * changes only when the step succeeds. Throws ProblemError when memory does not suffice or the device is gone.
   */
  run(feeds: Readonly<Record<string, Value>>): Promise<StepResult>;
  release(): Promise<void>;
}

export interface EngineOptions extends Pick<SessionOptions, 'device' | 'threads'> {
  /** The door to the device; default: onnxruntime. */
  open?: OpenKeeping;
}

/** Opens the training graph on a device; `load` is due before the first step. Throws ProblemError when the device is not there. */
export function openEngine(training: TrainingGraph, options: EngineOptions = {}): Promise<StepEngine> {
  return openGraphEngine(training, options);
}

/** The whole step is one run: outputs are the next step's inputs as they are and where they are. */
async function openGraphEngine(
  training: TrainingGraph,
  { device, threads, open = openKeepingSession }: EngineOptions,
): Promise<StepEngine> {
  const names = [...training.parameters, ...training.statistics, ...training.momenta].map(({ name }) => name);
  const on = sessionDevice({ device });
  // Planning memory ahead takes half as much again for the activations of a step, and no less time.
  const options = { device: on, threads, memoryPattern: false };
  const graph = on === 'cpu' ? training.graph : withDeviceOperators(training.graph);
  const session = await open(graph, new Set(names.map(nextName)), options);
  const state = new HeldState(names, on);
  return {
    device: on,
    load: async (loaded) => state.load(loaded),
    read: (wanted) => state.read(wanted),
    async run(feeds) {
      const { fetched, kept } = await session.run({ ...state.feeds(names), ...feeds });
      state.replace(Object.fromEntries(names.map((name) => [name, kept[nextName(name)]])));
      return { loss: fetched['loss'].data[0], logits: fetched['logits'].data };
    },
    async release() {
      state.dispose();
      await session.release();
    },
  };
}

/** Where the state of a training on this device lies, for the log. */
export function stateLocation(device: Device): string {
  if (device === 'cpu') return 'in memory';
  return keepsOnDevice(device) ? 'on the device' : 'in memory, and goes to the device at every step';
}
