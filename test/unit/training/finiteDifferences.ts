/** Gradients of a single layer by its rule, and by central differences of a float64 reference written for these tests. */
import { GraphBuilder } from '../../../src/network/builder';
import type { Attribute } from '../../../src/network/graph';
import { openSession } from '../../../src/network/session';
import { seededRandom } from '../../../src/statistics/random';
import { gradientRule } from '../../../src/training/gradients/index';
import { standardOperators } from '../../../src/training/standard/expand';

/** A dense array in float64. */
export interface Dense {
  dims: number[];
  data: Float64Array;
}

export type Reference = (inputs: readonly Dense[]) => Dense;

export function dense(dims: number[], value: (index: number) => number): Dense {
  const count = dims.reduce((a, b) => a * b, 1);
  return { dims, data: Float64Array.from({ length: count }, (_, i) => value(i)) };
}

/** Distinct values in [-1, 1], float32 exact, no two nearer than a difference step: kinks stay on their side. */
export function distinctValues(dims: number[], seed: number): Dense {
  const count = dims.reduce((a, b) => a * b, 1);
  const random = seededRandom(seed);
  const order = Array.from({ length: count }, (_, i) => ({ i, key: random() })).sort((a, b) => a.key - b.key);
  const values = dense(dims, () => 0);
  order.forEach(({ i }, rank) => {
    values.data[i] = Math.fround(-1 + (2 * (rank + 0.5)) / count);
  });
  return values;
}

export interface LayerCase {
  op: string;
  attributes?: Record<string, Attribute>;
  inputs: Dense[];
  /** Inputs that are shapes and such: int64 constants after the others. */
  constants?: number[][];
  reference: Reference;
}

/** The layer's output and, per input, the gradient by the rule (undefined where there is none), for a given gradient by the output. */
export async function ruleGradients(
  { op, attributes = {}, inputs, constants = [] }: LayerCase,
  dy: Dense,
): Promise<{ output: Float32Array; gradients: (Float32Array | undefined)[] }> {
  const builder = new GraphBuilder('layer');
  const names = inputs.map((input, i) => builder.input(`input${i}`, input.dims));
  const fixed = constants.map((values) => builder.int(values));
  const node = { op, name: 'layer', inputs: [...names, ...fixed], outputs: ['y'], attributes };
  const backward = gradientRule(node)({ builder, node, inputs: node.inputs, keep: () => undefined });
  const terms = backward(builder.input('dy', dy.dims), [...inputs.map(() => true), ...constants.map(() => false)]);
  const emitted = inputs.map((_, i) => {
    const term = terms[i];
    return term === undefined ? '' : builder.op('Identity', [term], {}, { outputs: [`gradient${i}`] });
  });
  for (const name of [...emitted.filter((n) => n !== ''), 'y']) builder.output(name);
  const session = await openSession(standardOperators(builder), { threads: 1 });
  const feed = ({ dims, data }: Dense) => ({ dims, data: Float32Array.from(data) });
  const outputs = await session.run({ ...Object.fromEntries(inputs.map((input, i) => [`input${i}`, feed(input)])), dy: feed(dy) });
  await session.release();
  return { output: outputs['y'].data, gradients: emitted.map((name) => (name === '' ? undefined : outputs[name].data)) };
}

/**
 * The largest difference between the rule's gradients and central differences, relative to the largest gradient of that input; per input.
 * The loss is a fixed weighting of the layer's output. Throws when the layer's output itself is not the reference's.
 */
export async function gradientErrors(layer: LayerCase): Promise<number[]> {
  const { inputs, reference } = layer;
  const expectedOutput = reference(inputs);
  const weighting = distinctValues(expectedOutput.dims, 99);
  const { output, gradients } = await ruleGradients(layer, weighting);
  const forward = difference(output, expectedOutput.data);
  if (forward > 1e-4) throw new Error(`The layer's output differs from the reference by ${forward}.`);
  const loss = (at: readonly Dense[]) => reference(at).data.reduce((sum, y, i) => sum + y * weighting.data[i], 0);
  return inputs.map((input, i) => {
    const found = gradients[i];
    if (found === undefined) return 0;
    const h = 1e-5;
    const expected = input.data.map((value, j) => {
      const at = (changed: number) => inputs.map((other, o) => (o === i ? { dims: other.dims, data: other.data.with(j, changed) } : other));
      return (loss(at(value + h)) - loss(at(value - h))) / (2 * h);
    });
    return difference(found, expected);
  });
}

function difference(found: Float32Array, expected: Float64Array): number {
  if (found.length !== expected.length) throw new Error(`${found.length} values instead of ${expected.length}.`);
  const scale = expected.reduce((largest, v) => Math.max(largest, Math.abs(v)), 1e-12);
  return found.reduce((largest, v, i) => Math.max(largest, Math.abs(v - expected[i])), 0) / scale;
}
