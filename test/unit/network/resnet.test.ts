import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import { parameterNames } from '../../../src/network/classifier';
import type { Classifier } from '../../../src/network/graph';
import { forward, openSession } from '../../../src/network/session';
import { inferShapes } from '../../../src/network/shapes';
import { ProblemError } from '../../../src/protocol/problem';
import { numbers, withFormulaWeights } from './formula';

interface Golden {
  program: string;
  version: string;
  networks: Record<string, GoldenForward>;
}

interface GoldenForward {
  image: [number, number, number, number];
  tensors: number;
  logits: number[][];
  featureShape: number[];
  featureStep: number;
  features: number[];
  maxFeature: number;
}

const golden = JSON.parse(readFileSync(path.join(__dirname, '../../golden/resnet_forward.json'), 'utf8')) as Golden;
const classes = ['normal', 'benign', 'malignant'];

const built = new Map<string, Classifier>();

/** A ResNet at 224 pixels; its weights are drawn once for all tests. */
function network(architecture: string): Classifier {
  const c = built.get(architecture) ?? buildNetwork({ architecture, classes, inputSize: 224, seed: 1 });
  built.set(architecture, c);
  return c;
}

function trained(c: Classifier): number {
  const names = parameterNames(c.graph).filter((name) => !name.includes('running_'));
  return names.reduce((sum, name) => sum + c.graph.initializers.get(name)!.data.length, 0);
}

describe('residual networks', () => {
  after(() => built.clear());

  it('have as many layers and weights as He et al. and torchvision say', () => {
    // torchvision's counts, its thousand classes and their linear layer exchanged for three.
    for (const [architecture, depth, count, units] of [
      ['resnet18', 18, 11_689_512, 512],
      ['resnet50', 50, 25_557_032, 2048],
    ] as const) {
      const c = network(architecture);
      const layers = c.graph.nodes.filter((node) => (node.op === 'Conv' && !node.name.includes('downsample')) || node.op === 'Gemm');
      assert.equal(layers.length, depth);
      assert.equal(trained(c), count - (units + 1) * 1000 + (units + 1) * 3);
      const facts = inferShapes(c.graph);
      assert.deepEqual(facts.get('features')?.dims, ['N', units, 7, 7]);
      assert.deepEqual(facts.get('logits')?.dims, ['N', 3]);
    }
  });

  it("name their tensors as torchvision's checkpoints do", () => {
    const names = parameterNames(network('resnet18').graph);
    const expected = ['conv1.weight', 'bn1.weight', 'bn1.bias', 'bn1.running_mean', 'bn1.running_var', 'fc.weight', 'fc.bias'];
    for (let stage = 1; stage <= 4; stage++)
      for (let block = 0; block < 2; block++) {
        const within = [1, 2].flatMap((i) => [`conv${i}.weight`, ...bn(`bn${i}`)]);
        if (stage > 1 && block === 0) within.push('downsample.0.weight', ...bn('downsample.1'));
        expected.push(...within.map((name) => `layer${stage}.${block}.${name}`));
      }
    assert.deepEqual(names.sort(), expected.sort());
    function bn(name: string): string[] {
      return ['weight', 'bias', 'running_mean', 'running_var'].map((suffix) => `${name}.${suffix}`);
    }
  });

  for (const architecture of ['resnet18', 'resnet50'])
    it(`${architecture} computes what PyTorch computes from the same weights, within 1e-4 of the largest value`, async () => {
      const truth = golden.networks[architecture];
      const { graph } = withFormulaWeights(network(architecture));
      assert.equal(parameterNames(graph).length, truth.tensors);
      const image = Float32Array.from(
        numbers(
          'image',
          truth.image.reduce((a, b) => a * b),
        ),
        (value) => 4 * value,
      );
      const session = await openSession(graph);
      const { features, logits } = await forward(session, image, truth.image);
      await session.release();
      assert.deepEqual(features.dims, truth.featureShape);
      const largest = Math.max(...truth.logits.flat().map(Math.abs));
      truth.logits.flat().forEach((value, i) => {
        assert.ok(Math.abs(logits.data[i] - value) <= 1e-4 * largest, `logit ${i}: ${logits.data[i]} for ${value}`);
      });
      truth.features.forEach((value, i) => {
        const ours = features.data[i * truth.featureStep];
        assert.ok(Math.abs(ours - value) <= 1e-4 * truth.maxFeature, `feature ${i}: ${ours} for ${value}`);
      });
    });

  it('draw their first weights as He et al. say, from the seed alone', () => {
    const draw = (seed: number) => buildNetwork({ architecture: 'small', classes, inputSize: 64, seed }).graph.initializers;
    const [a, again, other] = [draw(1), draw(1), draw(2)];
    assert.deepEqual(a, again);
    assert.notDeepEqual(a.get('conv1.weight'), other.get('conv1.weight'));
    const weights = a.get('layer2.0.conv2.weight')!.data as Float32Array;
    const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
    const deviation = Math.sqrt(weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length);
    // 36864 draws: mean and deviation lie within 2 % of the distribution's, four standard errors.
    const expected = Math.sqrt(2 / (64 * 9));
    assert.ok(Math.abs(mean) < 0.02 * expected && Math.abs(deviation - expected) < 0.02 * expected, `${mean}, ${deviation}`);
  });

  it('of an unknown name are refused with the names there are', () => {
    assert.throws(
      () => buildNetwork({ architecture: 'vgg16', classes, inputSize: 224, seed: 1 }),
      (error) => error instanceof ProblemError && /vgg16.*resnet152/.test(error.message),
    );
    assert.throws(() => buildNetwork({ architecture: 'small', classes: ['one'], inputSize: 64, seed: 1 }), ProblemError);
    assert.throws(() => buildNetwork({ architecture: 'small', classes, inputSize: 0, seed: 1 }), ProblemError);
  });
});

describe("the demonstration's network", () => {
  it('ends in 128 units at an eighth of the resolution and needs under 20 million operations a patch', () => {
    const { graph, units } = buildNetwork({ architecture: 'small', classes, inputSize: 64, seed: 1 });
    const facts = inferShapes(graph);
    assert.equal(units, 128);
    assert.deepEqual(facts.get('features')?.dims, ['N', 128, 8, 8]);
    const operations = graph.nodes
      .filter((node) => node.op === 'Conv')
      .map((node) => {
        const [, , height, width] = facts.get(node.outputs[0])!.dims.map(Number);
        return 2 * graph.initializers.get(node.inputs[1])!.data.length * height * width;
      })
      .reduce((a, b) => a + b);
    assert.ok(operations < 20e6, String(operations));
  });
});
