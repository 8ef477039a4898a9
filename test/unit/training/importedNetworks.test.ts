/** Imported networks in training, against PyTorch: gradients judged by their distance from float64. */
import assert from 'node:assert/strict';
import { openSession, type Value } from '../../../src/network/session';
import { buildTrainingGraph, gradientName } from '../../../src/training/graph';
import { goldenBatch, goldenImages, goldenNetworkGradients, goldenNetworks, goldenProgram, importedNetwork } from './goldenNetworks';

/** Rounding differs from one processor to another, so a gradient may be a little further away than PyTorch's float32. */
// Measured on five draws of weights and images: 0.6 to 1.2 (resnet50), 0.6 to 0.8 (vgg16_bn), 0.7 to 1.3 (inception_v3), 1.0 to 1.4 (mobilenet_v2).
const SLACK = 1.5;

describe('an imported network', () => {
  for (const [name, golden] of Object.entries(goldenNetworks))
    it(`of the form of ${name} has PyTorch's loss, and float64 gradients within ${SLACK} times PyTorch's own distance`, async function () {
      // Opening a graph of ten thousand nodes takes most of it.
      this.timeout(60_000);
      const { classifier } = await importedNetwork(name);
      const { images, labels } = goldenImages(name);
      const training = buildTrainingGraph(classifier, { batch: goldenBatch, momentum: 0.9, weightDecay: 0, gradients: true });
      const session = await openSession(training.graph, { threads: 2 });
      const feeds: Record<string, Value> = {
        image: { dims: [goldenBatch, 3, golden.side, golden.side], data: images },
        labels: {
          dims: [goldenBatch, 3],
          data: Float32Array.from({ length: 3 * goldenBatch }, (_, i) => (labels[Math.floor(i / 3)] === i % 3 ? 1 : 0)),
        },
        weight: { dims: [goldenBatch], data: new Float32Array(goldenBatch).fill(1) },
        learningRate: { dims: [1], data: Float32Array.of(0.001) },
      };
      for (const { name: state, count } of [...training.parameters, ...training.statistics])
        feeds[state] = { dims: [count], data: classifier.graph.initializers.get(state)!.data };
      for (const { name: state, count } of training.momenta) feeds[state] = { dims: [count], data: new Float32Array(count) };
      const outputs = await session.run(feeds);
      await session.release();
      assert.ok(Math.abs(outputs['loss'].data[0] / golden.loss64 - 1) < 1e-5, `loss ${outputs['loss'].data[0]}, expected ${golden.loss64}`);
      const expected = goldenNetworkGradients(name);
      assert.deepEqual(training.parameters.map((parameter) => parameter.name).sort(), [...expected.keys()].sort());
      let [error, size] = [0, 0];
      for (const [parameter, truth] of expected)
        truth.forEach((value, i) => {
          error += (outputs[gradientName(parameter)].data[i] - value) ** 2;
          size += value ** 2;
        });
      const distance = Math.sqrt(error / size);
      if (process.env['VERBOSE']) console.log(name, distance, golden.float32Distance, distance / golden.float32Distance);
      assert.ok(distance <= SLACK * golden.float32Distance, `distance ${distance}, ${goldenProgram} in float32 ${golden.float32Distance}`);
    });
});
