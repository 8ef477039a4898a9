/** A batch taken in parts: without batch norm the step is that of the whole batch, however large the parts are. */
import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/network/build';
import type { Classifier } from '../../../src/network/graph';
import type { Value } from '../../../src/network/session';
import { seededRandom } from '../../../src/statistics/random';
import { openEngine, type StepEngine, type StepResult } from '../../../src/training/engine';
import { buildTrainingGraph } from '../../../src/training/graph';
import { openPartsEngine } from '../../../src/training/partsEngine';
import { plainClassifier } from './plainNetwork';

const SIZE = 12;
const BATCH = 6;
const UNITS = 5;
const sgd = { momentum: 0.9, weightDecay: 1e-2 };
const cpu = { device: 'cpu', threads: 1 } as const;

function feeds(extra: boolean): Record<string, Value> {
  const random = seededRandom(3);
  const values = (...dims: number[]): Value => ({
    dims,
    data: Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => 2 * random() - 1),
  });
  const labels = new Float32Array(BATCH * 3);
  for (let i = 0; i < BATCH; i++) labels[i * 3 + (i % 3)] = 1;
  return {
    image: values(BATCH, 3, SIZE, SIZE),
    labels: { dims: [BATCH, 3], data: labels },
    // Samples count differently, one not at all.
    weight: { dims: [BATCH], data: Float32Array.of(1, 2, 0.5, 1, 3, 0) },
    learningRate: { dims: [1], data: Float32Array.of(0.05) },
    ...(extra && { extra: values(BATCH, UNITS) }),
  };
}

async function threeSteps(
  engine: StepEngine,
  c: Classifier,
  extra: boolean,
): Promise<{ results: StepResult[]; state: Map<string, Float32Array> }> {
  const { parameters, statistics, momenta } = buildTrainingGraph(c, { batch: BATCH, ...sgd });
  const initial = (name: string): Float32Array => c.graph.initializers.get(name)!.data as Float32Array;
  const own = [...parameters, ...statistics].map(({ name }) => [name, initial(name)] as const);
  await engine.load(new Map([...own, ...momenta.map(({ name, count }) => [name, new Float32Array(count)] as const)]));
  const results: StepResult[] = [];
  for (let i = 0; i < 3; i++) results.push(await engine.run(feeds(extra)));
  const state = await engine.read();
  await engine.release();
  return { results, state };
}

const whole = async (c: Classifier, extra: boolean) =>
  threeSteps(await openEngine(buildTrainingGraph(c, { batch: BATCH, ...sgd }), cpu), c, extra);
const inParts = async (c: Classifier, part: number, extra: boolean) =>
  threeSteps(await openPartsEngine(c, { part, ...sgd }, cpu), c, extra);

function assertNear(found: Float32Array, expected: Float32Array, name: string): void {
  assert.equal(found.length, expected.length, name);
  const distance = Math.hypot(...expected.map((v, i) => v - found[i]));
  assert.ok(distance <= 1e-5 * Math.hypot(...expected), `${name} differs by ${distance} of ${Math.hypot(...expected)}`);
}

describe('a batch taken in parts', () => {
  for (const part of [1, 2, 4, 6])
    it(`of ${part} gives the whole batch's losses, logits, weights and momenta`, async () => {
      const c = plainClassifier(SIZE, UNITS);
      const [expected, found] = [await whole(c, false), await inParts(c, part, false)];
      expected.results.forEach(({ loss, logits }, i) => {
        assert.ok(Math.abs(found.results[i].loss / loss - 1) < 1e-5, `loss ${found.results[i].loss} instead of ${loss}`);
        assertNear(found.results[i].logits, logits, `logits of step ${i + 1}`);
      });
      assert.deepEqual([...found.state.keys()], [...expected.state.keys()]);
      for (const [name, values] of expected.state) assertNear(found.state.get(name)!, values, name);
    });

  it('takes further inputs apart like the images', async () => {
    const c = plainClassifier(SIZE, UNITS, true);
    const [expected, found] = [await whole(c, true), await inParts(c, 4, true)];
    for (const [name, values] of expected.state) assertNear(found.state.get(name)!, values, name);
  });

  it('lets batch norm see each part for itself, and moves its running statistics once a part', async () => {
    const c = buildNetwork({ architecture: 'small', classes: ['a', 'b', 'c'], inputSize: SIZE, seed: 1 });
    const mean = async (part: number) => (await inParts(c, part, false)).state.get('bn1.running_mean')!;
    const [once, thrice] = [await mean(6), await mean(2)];
    // momentum 0.1 a time, from 0: three steps move by 1 - 0.9^3, nine by 1 - 0.9^9, about the same batch mean.
    const ratio = Math.hypot(...thrice) / Math.hypot(...once);
    assert.ok(Math.abs(ratio - (1 - 0.9 ** 9) / (1 - 0.9 ** 3)) < 0.1, `moved ${ratio} times as far`);
  });
});
