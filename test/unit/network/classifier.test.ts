import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../src/network/build';
import {
  asClassifier,
  headWeights,
  loadWeights,
  networkHash,
  parameterNames,
  readClassifier,
  writeClassifier,
} from '../../../src/network/classifier';
import { toFullyConvolutional } from '../../../src/network/fullyConvolutional';
import type { Classifier, Graph, Tensor } from '../../../src/network/graph';
import { readModel, writeModel } from '../../../src/network/model';
import { forward, openSession } from '../../../src/network/session';
import { floatTensor } from '../../../src/network/tensor';
import { ProblemError } from '../../../src/protocol/problem';
import { numbers, withFormulaWeights } from './formula';

const classes = ['normal', 'benign', 'malignant'];
const small = (): Classifier => withFormulaWeights(buildNetwork({ architecture: 'small', classes, inputSize: 64, seed: 1 }));
const image = (count: number): Float32Array => Float32Array.from(numbers('image', count), (value) => 4 * value);

function weightsOf(c: Classifier): Map<string, Tensor> {
  return new Map(parameterNames(c.graph).map((name) => [name, c.graph.initializers.get(name)!]));
}

describe('a classifier on disk', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-classifier-'));
  });
  after(() => rm(dir, { recursive: true }));

  it('comes back with its classes, input, head and weights, and with the same hash', async () => {
    const file = path.join(dir, 'epoch-01.onnx');
    const c = small();
    await writeClassifier(c, file);
    const back = await readClassifier(file);
    assert.deepEqual({ ...back, graph: undefined }, { ...c, graph: undefined });
    assert.deepEqual(back.graph.initializers, c.graph.initializers);
    assert.equal(networkHash(back), networkHash(c));
  });

  it('of another program is refused, saying what is missing', async () => {
    const foreign = path.join(__dirname, '../../golden/torch_export.onnx');
    await assert.rejects(
      readClassifier(foreign),
      (error) => error instanceof ProblemError && error.problem.file === foreign && /deepminer\.architecture/.test(error.problem.found),
    );
  });

  it('that contradicts itself is refused', async () => {
    const file = path.join(dir, 'contradiction.onnx');
    await writeClassifier(small(), file);
    const graph = await readModel(file);
    const refused = (change: Partial<Graph>) => assert.throws(() => asClassifier({ ...graph, ...change }, file), ProblemError);
    refused({ metadata: { ...graph.metadata, 'deepminer.classes': '["benign","malignant"]' } });
    refused({ metadata: { ...graph.metadata, 'deepminer.classes': 'benign' } });
    refused({ metadata: { ...graph.metadata, 'deepminer.inputSize': '-3' } });
    refused({ metadata: { ...graph.metadata, 'deepminer.mean': '[0,0]' } });
    refused({ nodes: graph.nodes.filter((node) => node.op !== 'GlobalAveragePool') });
    refused({ nodes: graph.nodes.filter((node) => node.op !== 'Gemm') });
    refused({ initializers: new Map(graph.initializers).set('conv1.weight', floatTensor([16, 5, 3, 3], new Float32Array(720))) });
  });

  it('written without metadata is a model but no classifier', async () => {
    const file = path.join(dir, 'plain.onnx');
    await writeModel(small().graph, file);
    await assert.rejects(readClassifier(file), ProblemError);
  });
});

describe("a network's hash", () => {
  it('changes with a single weight and with the classes, not with other metadata or the order of tensors', () => {
    const c = small();
    const hash = networkHash(c);
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.notEqual(networkHash({ ...c, classes: ['normal', 'malignant', 'benign'] }), hash);
    const weights = weightsOf(c);
    const bias = c.graph.initializers.get('fc.bias')!.data.slice() as Float32Array;
    bias[0] += 1e-6;
    assert.notEqual(networkHash(loadWeights(c, weights.set('fc.bias', floatTensor([3], bias)))), hash);
    const initializers = new Map([...c.graph.initializers].reverse());
    assert.equal(networkHash({ ...c, graph: { ...c.graph, initializers, metadata: { trained: 'yesterday' } } }), hash);
  });
});

describe('loading weights', () => {
  it('takes exactly the tensors of the network, PyTorch counters aside', () => {
    const c = small();
    const weights = weightsOf(c).set('bn1.num_batches_tracked', { dims: [], type: 'int64', data: BigInt64Array.of(7n) });
    const loaded = loadWeights(buildNetwork({ architecture: 'small', classes, inputSize: 64, seed: 2 }), weights);
    assert.equal(networkHash(loaded), networkHash(c));
  });

  it('lists every missing, extra and misshapen tensor at once', () => {
    const c = small();
    const weights = weightsOf(c);
    weights.delete('conv1.weight');
    weights.delete('bn1.bias');
    weights.set('layer9.weight', floatTensor([1], new Float32Array(1)));
    weights.set('fc.weight', floatTensor([1000, 128], new Float32Array(128000)));
    assert.throws(
      () => loadWeights(c, weights, '/weights/other.safetensors'),
      (error) =>
        error instanceof ProblemError &&
        error.problem.file === '/weights/other.safetensors' &&
        ['conv1.weight', 'bn1.bias', 'layer9.weight', 'fc.weight float32 [1000, 128] instead of float32 [3, 128]'].every((part) =>
          error.problem.found.includes(part),
        ),
    );
  });
});

describe('the fully convolutional form', () => {
  it("averages to the classifier's logits, for every image of a batch", async () => {
    const c = small();
    const images = image(2 * 3 * 64 * 64);
    const classifier = await openSession(c.graph);
    const { features, logits } = await forward(classifier, images, [2, 3, 64, 64]);
    const wide = await openSession(toFullyConvolutional(c));
    const result = await wide.run({ image: { dims: [2, 3, 64, 64], data: images } });
    await Promise.all([classifier.release(), wide.release()]);
    assert.deepEqual(result.logitMap.dims, [2, 3, 8, 8]);
    assert.deepEqual(result.features.data, features.data);
    const largest = Math.max(...logits.data.map(Math.abs));
    for (let i = 0; i < 6; i++) {
      const mean = result.logitMap.data.subarray(i * 64, i * 64 + 64).reduce((sum, value) => sum + value, 0) / 64;
      assert.ok(Math.abs(mean - logits.data[i]) <= 1e-4 * largest, `${mean} for ${logits.data[i]}`);
    }
  });

  it('takes an image of any size; every logit is the sum over units of weight times activation, plus the bias', async () => {
    const c = small();
    const session = await openSession(toFullyConvolutional(c));
    const { features, logitMap } = await session.run({ image: { dims: [1, 3, 200, 136], data: image(3 * 200 * 136) } });
    await session.release();
    assert.deepEqual(features.dims, [1, 128, 25, 17]);
    assert.deepEqual(logitMap.dims, [1, 3, 25, 17]);
    const { weight, bias } = headWeights(c);
    const cells = 25 * 17;
    for (let k = 0; k < 3; k++)
      for (const cell of [0, 100, cells - 1]) {
        let logit = bias[k];
        for (let unit = 0; unit < c.units; unit++) logit += weight[k * c.units + unit] * features.data[unit * cells + cell];
        assert.ok(Math.abs(logit - logitMap.data[k * cells + cell]) < 1e-4);
      }
  });

  it("shares the classifier's weights instead of copying them", () => {
    const c = small();
    assert.equal(toFullyConvolutional(c).initializers.get('conv1.weight'), c.graph.initializers.get('conv1.weight'));
  });

  it('respects a linear layer stored the other way round, with factors', async () => {
    const c = small();
    const { weight, bias } = headWeights(c);
    const turned = new Float32Array(weight.length);
    for (let k = 0; k < 3; k++) for (let u = 0; u < 128; u++) turned[u * 3 + k] = weight[k * 128 + u] / 2;
    const nodes = c.graph.nodes.map((node) =>
      node.op === 'Gemm' ? { ...node, attributes: { alpha: { float: 2 }, beta: { float: 4 } } } : node,
    );
    const initializers = new Map(c.graph.initializers);
    initializers.set('fc.weight', floatTensor([128, 3], turned)).set(
      'fc.bias',
      floatTensor(
        [3],
        bias.map((value) => value / 4),
      ),
    );
    assert.deepEqual(headWeights({ ...c, graph: { ...c.graph, nodes, initializers } }), { weight, bias });
  });
});
