/** Training in blocks from outside: the same steps as in the standard layout, and a state that shows nothing of the blocks. */
import assert from 'node:assert/strict';
import type { Classifier } from '../../../../src/network/graph';
import { type OpenKeeping, openKeepingSession } from '../../../../src/network/keepingSession';
import type { Value } from '../../../../src/network/session';
import { ProblemError } from '../../../../src/protocol/problem';
import { seededRandom } from '../../../../src/statistics/random';
import { blockedTraining } from '../../../../src/training/blocked/training';
import { type EngineOptions, openEngine, type State } from '../../../../src/training/engine';
import { buildTrainingGraph, type TrainingGraph } from '../../../../src/training/graph';
import { openRecoveringEngine } from '../../../../src/training/recovery';
import { bottleneckClassifier, golden, goldenBatch } from '../bottleneck';
import { plainClassifier } from '../plainNetwork';
import { block, describeBlocked, largestDifference } from './layouts';

const BATCH = 4;
const SIZE = 8;
const sgd = { batch: BATCH, momentum: 0.9, weightDecay: 1e-3 };
const cpu = { device: 'cpu', threads: 1 } as const;
const plain = (): Classifier => plainClassifier(SIZE, 2 * block);

/** What a step is fed beside its state. */
function batchOf(images: Float32Array, labels: readonly number[], learningRate: number): Record<string, Value> {
  const [count, side] = [labels.length, Math.sqrt(images.length / labels.length / 3)];
  return {
    image: { dims: [count, 3, side, side], data: images },
    labels: { dims: [count, 3], data: Float32Array.from({ length: 3 * count }, (_, i) => (labels[Math.floor(i / 3)] === i % 3 ? 1 : 0)) },
    weight: { dims: [count], data: new Float32Array(count).fill(1) },
    learningRate: { dims: [1], data: Float32Array.of(learningRate) },
  };
}

function plainBatch(step: number): Record<string, Value> {
  const random = seededRandom(step);
  const images = Float32Array.from({ length: BATCH * 3 * SIZE * SIZE }, () => 2 * random() - 1);
  return batchOf(images, [0, 1, 2, step % 3], 0.05);
}

/** Every value another: whichever comes to lie elsewhere is seen. */
function stateOf({ graph }: Classifier, { parameters, statistics, momenta }: TrainingGraph): Map<string, Float32Array> {
  const copy = (name: string) => Float32Array.from(graph.initializers.get(name)!.data as Float32Array);
  return new Map([
    ...[...parameters, ...statistics].map(({ name }) => [name, copy(name)] as const),
    ...momenta.map(({ name, count }) => [name, Float32Array.from({ length: count }, (_, i) => 1e-3 * Math.sin(i + 1))] as const),
  ]);
}

interface Trained {
  losses: number[];
  state: Map<string, Float32Array>;
  block: number;
}

async function trained(
  training: TrainingGraph,
  state: State,
  batches: readonly Record<string, Value>[],
  options: EngineOptions = {},
): Promise<Trained> {
  const engine = await openEngine(training, { ...cpu, ...options });
  await engine.load(state);
  const losses: number[] = [];
  for (const batch of batches) losses.push((await engine.run(batch)).loss);
  const result = { losses, state: await engine.read(), block: engine.block };
  await engine.release();
  return result;
}

function assertSame(found: Trained, expected: Trained, tolerance: number): void {
  expected.losses.forEach((loss, i) => {
    assert.ok(Math.abs(found.losses[i] / loss - 1) <= tolerance, `loss ${i + 1} is ${found.losses[i]} instead of ${loss}`);
  });
  assert.deepEqual([...found.state.keys()], [...expected.state.keys()]);
  for (const [name, values] of expected.state) {
    const difference = largestDifference(found.state.get(name)!, values);
    assert.ok(difference <= tolerance, `${name} differs by ${difference} of its largest value`);
  }
}

describeBlocked('training in blocks', () => {
  it('makes the steps of the standard layout: losses, weights and momenta of a network without batch norm within 1e-5', async () => {
    const [classifier, batches] = [plain(), [1, 2, 3, 4].map(plainBatch)];
    const training = buildTrainingGraph(classifier, sgd);
    const state = stateOf(classifier, training);
    const [found, expected] = [await trained(training, state, batches), await trained(training, state, batches, { layout: 'standard' })];
    assert.deepEqual([found.block, expected.block], [block, 0]);
    assertSame(found, expected, 1e-5);
  });

  // Its gradients are 1e-5 from float64 in either layout, and batch norm over maps of a few cells makes more of it from step to step.
  it('makes the steps of the standard layout: losses, weights, momenta and statistics of a bottleneck ResNet within 1e-3', async () => {
    const classifier = bottleneckClassifier();
    const training = buildTrainingGraph(classifier, { ...sgd, batch: golden.batch });
    const state = stateOf(classifier, training);
    const batches = [0, 1, 2].map((step) => {
      const { images, labels } = goldenBatch(step);
      return batchOf(images, labels, golden.learningRate);
    });
    assertSame(await trained(training, state, batches), await trained(training, state, batches, { layout: 'standard' }), 1e-3);
  });

  it('gives back to the bit what was loaded, in plain order, whole or in part', async () => {
    const classifier = plain();
    const training = buildTrainingGraph(classifier, sgd);
    assert.ok(blockedTraining(training, block).orders.size > 0, 'no part of the state lies in blocks');
    const state = stateOf(classifier, training);
    const engine = await openEngine(training, cpu);
    await engine.load(state);
    const read = await engine.read();
    for (const [name, values] of state) assert.deepEqual(read.get(name), values, name);
    const part = await engine.read(['conv2.weight']);
    assert.deepEqual([...part], [['conv2.weight', state.get('conv2.weight')]]);
    await engine.release();
  });

  it('keeps what was read from it, and what it was given, through later steps', async () => {
    const classifier = plain();
    const training = buildTrainingGraph(classifier, sgd);
    const [state, untouched] = [stateOf(classifier, training), stateOf(classifier, training)];
    const engine = await openEngine(training, cpu);
    await engine.load(state);
    await engine.run(plainBatch(1));
    const read = await engine.read();
    const copies = new Map([...read].map(([name, values]) => [name, Float32Array.from(values)]));
    await engine.run(plainBatch(2));
    assert.deepEqual(read, copies);
    assert.deepEqual(state, untouched);
    assert.notDeepEqual(await engine.read(), copies);
    await engine.release();
  });

  it('goes on from its own state to the bit, as if nothing had been between', async () => {
    const classifier = plain();
    const training = buildTrainingGraph(classifier, sgd);
    const state = stateOf(classifier, training);
    const batches = [1, 2, 3, 4].map(plainBatch);
    const unbroken = await trained(training, state, batches);
    const before = await trained(training, state, batches.slice(0, 2));
    const after = await trained(training, before.state, batches.slice(2));
    assert.deepEqual([...before.losses, ...after.losses], unbroken.losses);
    assert.deepEqual(after.state, unbroken.state);
  });

  it('goes on from a state of the standard layout, and the standard layout from its', async () => {
    const classifier = plain();
    const training = buildTrainingGraph(classifier, sgd);
    const state = stateOf(classifier, training);
    const batches = [1, 2, 3, 4].map(plainBatch);
    const expected = await trained(training, state, batches, { layout: 'standard' });
    for (const [first, second] of [
      ['standard', undefined],
      [undefined, 'standard'],
    ] as const) {
      const before = await trained(training, state, batches.slice(0, 2), { layout: first });
      const after = await trained(training, before.state, batches.slice(2), { layout: second });
      assertSame({ ...after, losses: [...before.losses, ...after.losses] }, expected, 1e-5);
    }
  });

  it('goes on in parts, in the standard layout, from its own state where memory does not suffice', async () => {
    const classifier = plain();
    const training = buildTrainingGraph(classifier, sgd);
    const state = stateOf(classifier, training);
    const batches = [1, 2, 3].map(plainBatch);
    let whole = 0;
    const open: OpenKeeping = async (graph, kept, options) => {
      const session = await openKeepingSession(graph, kept, options);
      return {
        ...session,
        async run(feeds) {
          if (feeds['image']?.dims[0] === BATCH && ++whole > 2)
            throw new ProblemError({ code: 'network.memory', found: 'no more room', expected: 'room', remedy: 'Make room.' });
          return session.run(feeds);
        },
      };
    };
    const engine = await openRecoveringEngine(classifier, training, { ...sgd, ...cpu, open });
    await engine.load(state);
    assert.equal(engine.block, block);
    const losses: number[] = [];
    for (const batch of batches) losses.push((await engine.run(batch)).loss);
    assert.deepEqual([engine.block, engine.microBatch], [0, BATCH / 2]);
    const found = { losses, state: await engine.read(), block: engine.block };
    await engine.release();
    assertSame(found, await trained(training, state, batches, { layout: 'standard' }), 1e-5);
  });
});
