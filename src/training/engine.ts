/** What runs the training graph on a device and holds the state between two steps: parameters, momenta and running statistics. */
import { type Device, openSession, type Session, type SessionOptions, type Value } from '../network/session';
import { nextName, type TrainingGraph } from './graph';

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
  /** One step: everything but the state is fed. The state changes only when the step succeeds. */
  run(feeds: Readonly<Record<string, Value>>): Promise<StepResult>;
  release(): Promise<void>;
}

export type EngineOptions = Pick<SessionOptions, 'device' | 'threads'>;

/** Opens the training graph on a device; `load` is due before the first step. Throws ProblemError when the device is not there. */
export async function openEngine(training: TrainingGraph, { device, threads }: EngineOptions = {}): Promise<StepEngine> {
  // Planning memory ahead takes half as much again for the activations of a step, and no less time.
  return plainEngine(training, await openSession(training.graph, { device, threads, memoryPattern: false }));
}

/** The state lies in this process' memory: a step's outputs are the next step's inputs as they are. */
function plainEngine(training: TrainingGraph, session: Session): StepEngine {
  const names = [...training.parameters, ...training.statistics, ...training.momenta].map(({ name }) => name);
  let state: Record<string, Value> = {};
  return {
    device: session.device,
    async load(loaded) {
      state = Object.fromEntries(names.map((name) => [name, stateValue(loaded, name)]));
    },
    async read(wanted = names) {
      return new Map(wanted.map((name) => [name, state[name].data as Float32Array]));
    },
    async run(feeds) {
      const { loss, logits, ...next } = await session.run({ ...state, ...feeds });
      state = Object.fromEntries(names.map((name) => [name, next[nextName(name)]]));
      return { loss: loss.data[0], logits: logits.data };
    },
    release: () => session.release(),
  };
}

function stateValue(state: State, name: string): Value {
  const data = state.get(name);
  if (!data) throw new RangeError(`The state has no tensor ${name}.`);
  return { dims: [data.length], data };
}
