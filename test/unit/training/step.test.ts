/** A single training step: what fills a batch does not count, what training goes on from is complete, what cannot be trained is said. */
import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/network/build';
import type { Classifier, Node } from '../../../src/network/graph';
import { floatTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { seededRandom } from '../../../src/statistics/random';
import { buildTrainingGraph } from '../../../src/training/graph';
import { Trainer } from '../../../src/training/step';

const SIZE = 16;
const options = { batch: 6, momentum: 0.9, weightDecay: 1e-4, threads: 1 };
const small = (): Classifier => buildNetwork({ architecture: 'small', classes: ['a', 'b', 'c'], inputSize: SIZE, seed: 1 });
const random = seededRandom(1);
const images = Float32Array.from({ length: 6 * 3 * SIZE * SIZE }, () => 2 * random() - 1);
const labels = [0, 1, 2, 0, 1, 2];

function withNodes(c: Classifier, change: (node: Node) => Node[]): Classifier {
  return { ...c, graph: { ...c.graph, nodes: c.graph.nodes.flatMap(change) } };
}

async function weightsAfter(c: Classifier, weights: Float32Array, sampleLabels = labels): Promise<Map<string, Float32Array>> {
  const trainer = await Trainer.create(c, options);
  await trainer.step({ images, labels: sampleLabels, weights }, 0.01);
  const { initializers } = (await trainer.classifier()).graph;
  await trainer.release();
  return new Map([...initializers].map(([name, tensor]) => [name, tensor.data as Float32Array]));
}

describe('a training step', () => {
  it('takes its loss and gradients from the samples that count alone', async () => {
    const weights = Float32Array.of(1, 1, 1, 1, 0, 0);
    const trainer = await Trainer.create(small(), options);
    const { loss, logits } = await trainer.step({ images, labels, weights }, 0.01);
    await trainer.release();
    let expected = 0;
    for (let i = 0; i < 4; i++) {
      const row = [...logits.subarray(i * 3, i * 3 + 3)];
      expected += (Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)) - row[labels[i]]) / 4;
    }
    assert.ok(Math.abs(loss - expected) < 1e-5, `${loss} instead of ${expected}`);
    // Whatever the others are called, nothing changes.
    assert.deepEqual(await weightsAfter(small(), weights, [0, 1, 2, 0, 0, 0]), await weightsAfter(small(), weights, labels));
  });

  it('is the same whether or not the convolution takes the running mean off before batch norm', async () => {
    const shifted = small();
    const { initializers } = shifted.graph;
    for (const [name, tensor] of initializers)
      if (name.endsWith('running_mean')) initializers.set(name, floatTensor(tensor.dims, new Float32Array(tensor.data.length).fill(0.3)));
    // An identity between the two keeps them apart.
    const apart = withNodes(shifted, (node) => {
      if (node.op !== 'Conv') return [node];
      const between = `${node.name}.apart`;
      const identity: Node = { op: 'Identity', name: between, inputs: [between], outputs: node.outputs, attributes: {} };
      return [{ ...node, outputs: [between] }, identity];
    });
    const ones = new Float32Array(6).fill(1);
    const [one, other] = [await weightsAfter(shifted, ones), await weightsAfter(apart, ones)];
    for (const [name, values] of one) {
      const distance = Math.hypot(...values.map((v, i) => v - other.get(name)![i]));
      assert.ok(distance <= 1e-5 * Math.hypot(...values), `${name} differs by ${distance}`);
    }
  });

  it('leaves a classifier that was taken before as it was', async () => {
    const trainer = await Trainer.create(small(), options);
    const before = await trainer.classifier();
    const copy = Float32Array.from(before.graph.initializers.get('fc.weight')!.data as Float32Array);
    await trainer.step({ images, labels, weights: new Float32Array(6).fill(1) }, 0.01);
    assert.deepEqual(before.graph.initializers.get('fc.weight')!.data, copy);
    assert.notDeepEqual((await trainer.classifier()).graph.initializers.get('fc.weight')!.data, copy);
    await trainer.release();
  });

  it('cannot go on from momenta of another network', async () => {
    const trainer = await Trainer.create(small(), options);
    const momenta = await trainer.momenta();
    momenta.set('fc.bias/momentum', floatTensor([4], new Float32Array(4)));
    const classifier = await trainer.classifier();
    await assert.rejects(
      () => trainer.restore(classifier, momenta, 'epoch-01.state.safetensors'),
      (error: unknown) => error instanceof ProblemError && /fc\.bias\/momentum of shape \[4\]/.test(error.message),
    );
    await trainer.release();
  });

  it('is refused for a network with an operator that has no gradient rule, by operator and node', () => {
    const strange = withNodes(small(), (node) => [node.name === 'relu' ? { ...node, op: 'Erf', name: 'the strange one' } : node]);
    assert.throws(
      () => buildTrainingGraph(strange, options),
      (error: unknown) => error instanceof ProblemError && /Erf in node the strange one/.test(error.message),
    );
  });
});
