/**
 * A step whose batch is taken in parts, one after the other, where the device has no room for all of it: gradients add up over the parts,
 * then the parameters move once. The step is that of the whole batch up to rounding, except that batch norm's statistics are of each part.
 */
import type { Classifier } from '../network/graph';
import { type Kept, openKeepingSession, sendKept } from '../network/keepingSession';
import { sessionDevice, type Value } from '../network/session';
import { elementCount } from '../network/tensor';
import { withDeviceOperators } from './deviceOperators';
import type { EngineOptions, StepEngine } from './engine';
import { buildSplitTrainingGraph, gradientName, nextName } from './graph';
import { disposeAll, HeldState } from './heldState';
import type { SgdOptions } from './sgd';

/** Opens an engine for batches of any size, taken in parts of `part` samples. Throws as openEngine does. */
export async function openPartsEngine(
  classifier: Classifier,
  { part, ...sgd }: SgdOptions & { part: number },
  { device, threads, open = openKeepingSession }: EngineOptions = {},
): Promise<StepEngine> {
  const split = buildSplitTrainingGraph(classifier, part, sgd);
  const on = sessionDevice({ device });
  const options = { device: on, threads, memoryPattern: false };
  const [parameters, statistics, momenta] = [split.parameters, split.statistics, split.momenta].map((all) => all.map(({ name }) => name));
  const gradients = parameters.map(gradientName);
  const graph = on === 'cpu' ? split.gradients : withDeviceOperators(split.gradients);
  const session = await open(graph, new Set([...statistics, ...gradients].map(nextName)), options);
  const update = await open(split.update, new Set([...parameters, ...momenta].map(nextName)), options);
  const state = new HeldState([...parameters, ...statistics, ...momenta], on);
  const none = new Map(split.parameters.map(({ name, count }) => [gradientName(name), new Float32Array(count)]));
  const zeros = await sendKept(none, on);
  return {
    device: on,
    block: 0,
    load: async (loaded) => state.load(loaded),
    read: (wanted) => state.read(wanted),
    async run({ learningRate, ...feeds }) {
      const samples = feeds['weight'].dims[0];
      const total = (feeds['weight'].data as Float32Array).reduce((sum, weight) => sum + weight, 0);
      const totalWeight: Value = { dims: [1], data: Float32Array.of(total) };
      const logits: Float32Array[] = [];
      let loss = 0;
      // What the parts so far have made; it is freed when the step fails, and the state is still that before the step.
      let made: Record<string, Kept> = {};
      try {
        for (let from = 0; from < samples; from += part) {
          const known = { ...state.feeds([...parameters, ...statistics]), ...zeros, ...made };
          const { fetched, kept } = await session.run({ ...known, ...partOf(feeds, from, part), totalWeight });
          disposeAll(made);
          made = Object.fromEntries([...statistics, ...gradients].map((name) => [name, kept[nextName(name)]]));
          loss += fetched['loss'].data[0];
          logits.push(fetched['logits'].data);
        }
        const whole = Object.fromEntries(gradients.map((name) => [name, made[name]]));
        const { kept } = await update.run({ ...state.feeds([...parameters, ...momenta]), ...whole, learningRate });
        const moved = [...parameters, ...momenta].map((name) => [name, kept[nextName(name)]] as const);
        const measured = statistics.map((name) => [name, made[name]] as const);
        disposeAll(whole);
        made = {};
        state.replace(Object.fromEntries([...moved, ...measured]));
      } finally {
        disposeAll(made);
      }
      return { loss, logits: joined(logits, elementCount(feeds['labels'].dims)) };
    },
    async release() {
      state.dispose();
      disposeAll(zeros);
      await session.release();
      await update.release();
    },
  };
}

/** Samples from..from+part of everything fed; a part that is not full is filled up with the batch's first samples, at weight 0. */
function partOf(feeds: Readonly<Record<string, Value>>, from: number, part: number): Record<string, Value> {
  const entries = Object.entries(feeds).map(([name, value]) => {
    const [samples, ...rest] = value.dims;
    const size = elementCount(rest);
    const own = Math.min(part, samples - from);
    const rows = value.data.subarray(from * size, (from + own) * size);
    if (own === part) return [name, { ...value, dims: [part, ...rest], data: rows }] as const;
    const filled = new (value.data.constructor as new (length: number) => Float32Array)(part * size);
    filled.set(rows as Float32Array);
    for (let i = own; i < part && name !== 'weight'; i++) {
      const first = (i - own) % samples;
      filled.set(value.data.subarray(first * size, (first + 1) * size) as Float32Array, i * size);
    }
    return [name, { ...value, dims: [part, ...rest], data: filled }] as const;
  });
  return Object.fromEntries(entries);
}

/** Rows of the parts [part, classes] one after another, without what filled the last. */
function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const rows = new Float32Array(length);
  let end = 0;
  for (const values of parts) {
    rows.set(values.subarray(0, length - end), end);
    end = Math.min(length, end + values.length);
  }
  return rows;
}
