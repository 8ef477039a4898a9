/** Training in blocks against PyTorch: gradients judged by their distance from float64, as those of the standard graph are. */
import assert from 'node:assert/strict';
import { toOrder } from '../../../../src/network/blocked/order';
import type { Classifier } from '../../../../src/network/graph';
import { openSession, type Value } from '../../../../src/network/session';
import { blockedTraining } from '../../../../src/training/blocked/training';
import { buildTrainingGraph, gradientName } from '../../../../src/training/graph';
import { Trainer } from '../../../../src/training/step';
import { bottleneckClassifier, golden, goldenBatch, goldenGradients } from '../bottleneck';
import {
  goldenImages,
  goldenNetworkGradients,
  goldenNetworks,
  goldenProgram,
  importedNetwork,
  goldenBatch as networkBatch,
} from '../goldenNetworks';
import { block, describeBlocked, type Operators, operatorsOf } from './layouts';
import { widened } from './widened';

/** As importedNetworks.test.ts has it: rounding differs from one processor to another. */
const SLACK = 1.5;

/** Of ten thousand nodes, which the engine needs six and twelve seconds to open: tried where LONG_TESTS is set. */
const LARGE = new Set(['inception_v3', 'densenet121']);

interface Batch {
  images: Float32Array;
  labels: readonly number[];
}

/** Loss and bare gradients of the first step in blocks, by parameter. */
async function firstStep(
  classifier: Classifier,
  { images, labels }: Batch,
): Promise<{ loss: number; gradients: Map<string, Float32Array>; operators: Operators }> {
  const batch = labels.length;
  const training = buildTrainingGraph(classifier, { batch, momentum: 0.9, weightDecay: 0, gradients: true });
  const { graph, orders } = blockedTraining(training, block);
  const { inputSize } = classifier;
  const oneHot = Float32Array.from({ length: 3 * batch }, (_, i) => (labels[Math.floor(i / 3)] === i % 3 ? 1 : 0));
  const feeds: Record<string, Value> = {
    image: { dims: [batch, 3, inputSize, inputSize], data: images },
    labels: { dims: [batch, 3], data: oneHot },
    weight: { dims: [batch], data: new Float32Array(batch).fill(1) },
    learningRate: { dims: [1], data: Float32Array.of(0.001) },
  };
  for (const { name, count } of [...training.parameters, ...training.statistics]) {
    const [data, order] = [classifier.graph.initializers.get(name)!.data as Float32Array, orders.get(name)];
    feeds[name] = { dims: [count], data: order ? toOrder(data, order, block) : data };
  }
  for (const { name, count } of training.momenta) feeds[name] = { dims: [count], data: new Float32Array(count) };
  const session = await openSession(graph, { device: 'cpu', threads: 2 });
  const outputs = await session.run(feeds);
  await session.release();
  const gradients = new Map(training.parameters.map(({ name }) => [name, outputs[gradientName(name)].data]));
  return { loss: outputs['loss'].data[0], gradients, operators: operatorsOf(graph) };
}

/** Of all gradients together, relative to their size. */
function distance(expected: ReadonlyMap<string, Float32Array>, found: (name: string) => ArrayLike<number>): number {
  let [error, size] = [0, 0];
  for (const [name, truth] of expected) {
    const values = found(name);
    assert.equal(values.length, truth.length, name);
    truth.forEach((value, i) => {
      error += (values[i] - value) ** 2;
      size += value ** 2;
    });
  }
  return Math.sqrt(error / size);
}

describeBlocked('training a small bottleneck ResNet in blocks', () => {
  it(`has float64 gradients within ${SLACK} times PyTorch's own distance`, async () => {
    const { gradients, operators } = await firstStep(bottleneckClassifier(), goldenBatch(0));
    assert.equal(operators['Conv'] ?? 0, 0);
    const found = distance(goldenGradients(), (name) => gradients.get(name)!);
    if (process.env['VERBOSE']) console.log(found / golden.float32Distance.all);
    assert.ok(found <= SLACK * golden.float32Distance.all, `distance ${found}, ${golden.program} in float32 ${golden.float32Distance.all}`);
  });

  it('follows the losses of float64 for twenty steps within 1e-4', async () => {
    const { batch, momentum, weightDecay } = golden;
    const trainer = await Trainer.create(bottleneckClassifier(), { batch, momentum, weightDecay, device: 'cpu' });
    assert.equal(trainer.block, block);
    const ones = new Float32Array(batch).fill(1);
    for (const [step, expected] of golden.losses64.entries()) {
      const { images, labels } = goldenBatch(step);
      const { loss } = await trainer.step({ images, labels, weights: ones }, golden.learningRate);
      assert.ok(Math.abs(loss / expected - 1) < 1e-4, `step ${step + 1}: loss ${loss}, expected ${expected}`);
    }
    const { initializers } = (await trainer.classifier()).graph;
    for (const [name, values] of Object.entries(golden.runningAfter))
      values.forEach((expected, i) => {
        const found = Number(initializers.get(name)!.data[i]);
        assert.ok(Math.abs(found - expected) < 1e-4 * Math.max(1, Math.abs(expected)), `${name}[${i}] is ${found}, expected ${expected}`);
      });
    await trainer.release();
  });
});

describeBlocked('an imported network in blocks', () => {
  for (const [name, { loss64, float32Distance }] of Object.entries(goldenNetworks))
    it(`of the form of ${name}, its channels ${block} times as many, has PyTorch's loss, and float64 gradients within ${SLACK} times PyTorch's own distance`, async function () {
      this.timeout(60_000);
      if (LARGE.has(name) && !process.env['LONG_TESTS']) this.skip();
      const { classifier: narrow } = await importedNetwork(name);
      const { classifier, narrowed } = widened(narrow, block);
      const batch = goldenImages(name);
      assert.equal(batch.labels.length, networkBatch);
      const { loss, gradients, operators } = await firstStep(classifier, batch);
      assert.equal(operators['Conv'] ?? 0, 0, JSON.stringify(operators));
      assert.ok(Math.abs(loss / loss64 - 1) < 1e-5, `loss ${loss}, expected ${loss64}`);
      const found = distance(goldenNetworkGradients(name), (parameter) => narrowed(parameter, gradients.get(parameter)!));
      if (process.env['VERBOSE']) console.log(name, found / float32Distance, JSON.stringify(operators));
      assert.ok(found <= SLACK * float32Distance, `distance ${found}, ${goldenProgram} in float32 ${float32Distance}`);
    });
});
