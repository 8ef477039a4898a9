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

function trained(c: Classifier): number {
  const names = parameterNames(c.graph).filter((name) => !name.includes('running_'));
  return names.reduce((sum, name) => sum + c.graph.initializers.get(name)!.data.length, 0);
}

describe('residual networks', () => {
  // torchvision's published counts for 1000 classes.
  const counts = { resnet18: 11_689_512, resnet34: 21_797_672, resnet50: 25_557_032, resnet101: 44_549_160, resnet152: 60_192_808 };

  it('have as many weights as torchvision says', () => {
    const thousand = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
    for (const architecture of ['resnet18', 'resnet50'] as const)
      assert.equal(trained(buildNetwork({ architecture, classes: thousand, inputSize: 224, seed: 1 })), counts[architecture]);
  });

  it('are as deep as their names say', () => {
    for (const [architecture, depth] of [
      ['resnet34', 34],
      ['resnet101', 101],
    ] as const) {
      const { graph } = buildNetwork({ architecture, classes, inputSize: 32, seed: 1 });
      const layers = graph.nodes.filter((node) => (node.op === 'Conv' && !node.name.includes('downsample')) || node.op === 'Gemm');
      assert.equal(layers.length, depth);
    }
  });

  it("name their tensors as torchvision's checkpoints do", () => {
    const names = parameterNames(buildNetwork({ architecture: 'resnet18', classes, inputSize: 64, seed: 1 }).graph);
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
      const network = withFormulaWeights(buildNetwork({ architecture, classes, inputSize: 224, seed: 1 }));
      assert.equal(parameterNames(network.graph).length, truth.tensors);
      const image = Float32Array.from(
        numbers(
          'image',
          truth.image.reduce((a, b) => a * b),
        ),
        (value) => 4 * value,
      );
      const session = await openSession(network.graph);
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
    const draw = (seed: number) => buildNetwork({ architecture: 'resnet18', classes, inputSize: 64, seed }).graph.initializers;
    const [a, again, other] = [draw(1), draw(1), draw(2)];
    assert.deepEqual(a.get('layer4.1.conv2.weight'), again.get('layer4.1.conv2.weight'));
    assert.notDeepEqual(a.get('conv1.weight'), other.get('conv1.weight'));
    const weights = a.get('layer4.1.conv2.weight')!.data as Float32Array;
    const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
    const deviation = Math.sqrt(weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length);
    // 2.4 million draws: the sample's mean and deviation are within 0.5 % of the distribution's.
    const expected = Math.sqrt(2 / (512 * 9));
    assert.ok(Math.abs(mean) < 0.005 * expected && Math.abs(deviation - expected) < 0.005 * expected, `${mean}, ${deviation}`);
  });

  it('leave the batch free and give features and logits', () => {
    const facts = inferShapes(buildNetwork({ architecture: 'resnet152', classes, inputSize: 224, seed: 1 }).graph);
    assert.deepEqual(facts.get('features')?.dims, ['N', 2048, 7, 7]);
    assert.deepEqual(facts.get('logits')?.dims, ['N', 3]);
  }).timeout(20000);

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
