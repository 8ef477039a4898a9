/** What runs training steps on a device and holds the state between two of them: parameters, momenta and running statistics. */

import { fromOrder, toOrder } from '../network/blocked/order';
import { keepsOnDevice, type OpenKeeping, openKeepingSession } from '../network/keepingSession';
import { type Device, type SessionOptions, sessionDevice, type Value } from '../network/session';
import type { Task } from '../protocol/task';
import { checkBlocks } from './blocked/check';
import type { BlockedGraph } from './blocked/lower';
import { blockedTraining } from './blocked/training';
import { withDeviceOperators } from './deviceOperators';
import { nextName, type StateTensors, type TrainingGraph } from './graph';
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
  /** Channels of a block where the state lies in blocks, else 0: equal numbers come from equal blocks alone. */
  readonly block: number;
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
  /** `standard` leaves out the CPU's blocked layout. Default: that, where it passes its check. */
  layout?: 'standard';
  log?: Task['log'];
}

/** Opens the training graph on a device; `load` is due before the first step. Throws ProblemError when the device is not there. */
export async function openEngine(training: TrainingGraph, options: EngineOptions = {}): Promise<StepEngine> {
  const device = sessionDevice(options);
  if (device !== 'cpu')
    return openGraphEngine(training, { graph: withDeviceOperators(training.graph), orders: new Map(), block: 0 }, options);
  const checked = options.layout === 'standard' ? undefined : await checkBlocks();
  if (checked && 'block' in checked) {
    const { block } = checked;
    return openGraphEngine(training, { ...blockedTraining(training, block), block }, options);
  }
  if (checked) options.log?.('debug', `Training goes on in the standard layout: ${checked.refusal}.`);
  return openGraphEngine(training, { graph: training.graph, orders: new Map(), block: 0 }, options);
}

/** A training graph for one device, with what of its state lies in blocks of how many channels. */
interface DeviceGraph extends BlockedGraph {
  /** 0: nothing does. */
  block: number;
}

/** The whole step is one run: outputs are the next step's inputs as they are and where they are. */
async function openGraphEngine(
  { parameters, statistics, momenta }: StateTensors,
  { graph, orders, block }: DeviceGraph,
  { device, threads, open = openKeepingSession }: EngineOptions,
): Promise<StepEngine> {
  const names = [...parameters, ...statistics, ...momenta].map(({ name }) => name);
  const on = sessionDevice({ device });
  // Planning memory ahead takes half as much again for the activations of a step, and no less time.
  const session = await open(graph, new Set(names.map(nextName)), { device: on, threads, memoryPattern: false });
  const state = new HeldState(names, on);
  const inOrder = (values: State, turn: typeof toOrder): Map<string, Float32Array> =>
    new Map(
      [...values].map(([name, data]) => {
        const order = orders.get(name);
        return [name, order ? turn(data, order, block) : data];
      }),
    );
  return {
    device: on,
    block,
    load: async (loaded) => state.load(inOrder(loaded, toOrder)),
    read: async (wanted) => inOrder(await state.read(wanted), fromOrder),
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
