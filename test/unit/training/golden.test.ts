/** Training against PyTorch: gradients judged by their distance from float64, losses of twenty steps. */
import assert from 'node:assert/strict';
import { openSession } from '../../../src/network/session';
import { buildTrainingGraph, gradientName } from '../../../src/training/graph';
import { Trainer } from '../../../src/training/step';
import { bottleneckClassifier, golden, goldenBatch, goldenGradients } from './bottleneck';

const { batch, momentum, weightDecay } = golden;

describe('training a small bottleneck ResNet', () => {
  it('is at least as near to float64 gradients as PyTorch in float32 is', async () => {
    const classifier = bottleneckClassifier();
    const training = buildTrainingGraph(classifier, { batch, momentum, weightDecay, gradients: true });
    const session = await openSession(training.graph);
    const { images, labels } = goldenBatch(0);
    const oneHot = new Float32Array(batch * 3);
    labels.forEach((label, i) => {
      oneHot[i * 3 + label] = 1;
    });
    const feeds: Parameters<typeof session.run>[0] = {
      image: { dims: [batch, 3, golden.size, golden.size], data: images },
      labels: { dims: [batch, 3], data: oneHot },
      weight: { dims: [batch], data: new Float32Array(batch).fill(1) },
      learningRate: { dims: [1], data: Float32Array.of(golden.learningRate) },
      ...Object.fromEntries(
        [...training.parameters, ...training.statistics].map(({ name, count }) => [
          name,
          { dims: [count], data: classifier.graph.initializers.get(name)!.data },
        ]),
      ),
      ...Object.fromEntries(training.momenta.map(({ name, count }) => [name, { dims: [count], data: new Float32Array(count) }])),
    };
    const outputs = await session.run(feeds);
    await session.release();
    let error = 0;
    let size = 0;
    for (const [name, truth] of goldenGradients()) {
      const found = outputs[gradientName(name)].data;
      let own = 0;
      let norm = 0;
      for (let i = 0; i < truth.length; i++) {
        own += (found[i] - truth[i]) ** 2;
        norm += truth[i] ** 2;
      }
      if (process.env['VERBOSE']) console.log(name, Math.sqrt(own / norm), golden.float32Distance.tensors[name]);
      error += own;
      size += norm;
    }
    const distance = Math.sqrt(error / size);
    if (process.env['VERBOSE']) console.log('all', distance, golden.float32Distance.all);
    assert.ok(distance <= golden.float32Distance.all, `distance ${distance}, ${golden.program} in float32 ${golden.float32Distance.all}`);
  });

  it('follows the losses of float64 for twenty steps within 1e-4', async () => {
    const trainer = await Trainer.create(bottleneckClassifier(), { batch, momentum, weightDecay });
    const ones = new Float32Array(batch).fill(1);
    for (const [step, expected] of golden.losses64.entries()) {
      const { images, labels } = goldenBatch(step);
      const { loss } = await trainer.step({ images, labels, weights: ones }, golden.learningRate);
      assert.ok(Math.abs(loss / expected - 1) < 1e-4, `step ${step + 1}: loss ${loss}, expected ${expected}`);
      if (process.env['VERBOSE']) console.log(step, loss / expected - 1);
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
