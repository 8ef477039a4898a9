/** Class weights: the loss and gradient of PyTorch's CrossEntropyLoss with weight, in training and in measures. */
import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/network/build';
import { GraphBuilder } from '../../../src/network/builder';
import { openSession } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';
import { classWeightsOf } from '../../../src/training/classWeights';
import { crossEntropy } from '../../../src/training/loss';
import { RunningMetrics } from '../../../src/training/metrics';
import { Trainer } from '../../../src/training/step';
import golden from '../../golden/class_weights.json';

const classes = ['normal', 'benign', 'malignant'];
const logits = Float32Array.from(golden.logits.flat());
const near = (found: number, expected: number, what: string) =>
  assert.ok(Math.abs(found - expected) < 1e-6 * Math.max(1, Math.abs(expected)), `${what} ${found}, expected ${expected}`);

describe('class weights', () => {
  it("weigh loss and gradient as PyTorch's CrossEntropyLoss(weight) does", async () => {
    const n = golden.labels.length;
    const builder = new GraphBuilder('loss');
    const { loss, gradient } = crossEntropy(
      builder,
      builder.input('logits', [n, 3]),
      builder.input('labels', [n, 3]),
      builder.input('weight', [n]),
    );
    for (const [value, name] of [
      [loss, 'loss'],
      [gradient, 'gradient'],
    ])
      builder.output(builder.op('Identity', [value], {}, { outputs: [name] }));
    const session = await openSession(builder.graph);
    const oneHot = Float32Array.from(golden.labels.flatMap((label) => classes.map((_, k) => (k === label ? 1 : 0))));
    const found = await session.run({
      logits: { dims: [n, 3], data: logits },
      labels: { dims: [n, 3], data: oneHot },
      weight: { dims: [n], data: Float32Array.from(golden.labels, (label) => golden.weight[label]) },
    });
    await session.release();
    near(found['loss'].data[0], golden.loss, 'loss');
    golden.gradient.flat().forEach((expected, i) => {
      near(found['gradient'].data[i], expected, `gradient ${i}`);
    });
  });

  it('weigh the measured loss the same, however it comes in batches, and leave accuracy and AUC alone', () => {
    const weighted = new RunningMetrics(classes, golden.weight);
    const plain = new RunningMetrics(classes);
    for (const [from, to] of [
      [0, 4],
      [4, 7],
    ])
      for (const metrics of [weighted, plain]) metrics.add(logits.subarray(3 * from, 3 * to), golden.labels.slice(from, to), to - from);
    near(weighted.result().loss, golden.loss, 'loss');
    assert.notEqual(plain.result().loss, weighted.result().loss);
    assert.deepEqual({ ...weighted.result(), loss: 0 }, { ...plain.result(), loss: 0 });
  });

  it('move the weights of a step: a class that counts more is learned more', async () => {
    const images = Float32Array.from({ length: 4 * 3 * 16 * 16 }, (_, i) => Math.sin(i));
    const biasAfter = async (weights: number[]): Promise<Float32Array> => {
      const trainer = await Trainer.create(buildNetwork({ architecture: 'small', classes, inputSize: 16, seed: 1 }), {
        batch: 4,
        momentum: 0,
        weightDecay: 0,
        threads: 1,
      });
      await trainer.step({ images, labels: [0, 1, 2, 0], weights: Float32Array.from(weights) }, 1);
      const { initializers } = (await trainer.classifier()).graph;
      await trainer.release();
      return initializers.get('fc.bias')!.data as Float32Array;
    };
    const [even, leaning] = [await biasAfter([1, 1, 1, 1]), await biasAfter([1, 1, 5, 1])];
    assert.ok(leaning[2] > even[2] + 0.05 && leaning[0] < even[0], `${[...even]} to ${[...leaning]}`);
  });

  it('balanced give every class the same sum', () => {
    const labels = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2];
    const weights = classWeightsOf('balanced', classes, labels)!;
    assert.deepEqual(weights, [12 / 18, 2, 1]);
    const sums = classes.map((_, k) => labels.filter((label) => label === k).length * weights[k]);
    assert.deepEqual(sums, [4, 4, 4]);
  });

  it('count 1 for a class that is not named', () => {
    assert.deepEqual(classWeightsOf({ malignant: 3 }, classes, [0]), [1, 1, 3]);
    assert.equal(classWeightsOf(null, classes, [0]), undefined);
  });

  it('are refused for a class there is not, and cannot balance a class without patches', () => {
    const refused = (choice: 'balanced' | Record<string, number>, words: RegExp) =>
      assert.throws(
        () => classWeightsOf(choice, classes, [0, 1]),
        (error: unknown) => error instanceof ProblemError && words.test(error.message),
      );
    refused({ malign: 3 }, /a weight for malign.*normal, benign, malignant/);
    refused('balanced', /no training patch of the class malignant/);
  });
});
