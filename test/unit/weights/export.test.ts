/** A network goes to PyTorch and ONNX Runtime and comes back from PyTorch, and computes the same there as here. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildNetwork } from '../../../src/network/build';
import { networkHash, parameterNames } from '../../../src/network/classifier';
import type { Classifier } from '../../../src/network/graph';
import { readModel } from '../../../src/network/model';
import { forward, openSession } from '../../../src/network/session';
import { ProblemError } from '../../../src/protocol/problem';
import { applyWeights } from '../../../src/weights/apply';
import { exportClassifier } from '../../../src/weights/export';
import { readWeights } from '../../../src/weights/read';
import { readTensors } from '../../../src/weights/safetensors';
import { numbers, withFormulaWeights } from '../network/formula';

const three = ['normal', 'benign', 'malignant'];
const image = Float32Array.from(numbers('image', 2 * 3 * 64 * 64), (value) => 4 * value);
const resnet18 = (classes: readonly string[]): Classifier => buildNetwork({ architecture: 'resnet18', classes, inputSize: 64, seed: 1 });

async function logitsOf(c: Classifier): Promise<number[]> {
  const session = await openSession(c.graph);
  const { logits } = await forward(session, image, [2, 3, 64, 64]);
  await session.release();
  return [...logits.data];
}

function assertNear(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= 1e-4 * largest, `logit ${i}: ${value} for ${expected[i]}`);
  });
}

/** Debian's python3-torch and python3-torchvision, or another Python's. */
function pythonWithTorchvision(): string | undefined {
  const candidates = [process.env['DEEPMINER_TEST_PYTHON'] ?? '', '/usr/bin/python3'];
  return candidates.find((python) => python && spawnSync(python, ['-c', 'import torch, torchvision']).status === 0);
}

describe('an exported network', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'export-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("is torchvision's network to PyTorch, and PyTorch's is ours: the logits agree within 1e-4 of the largest", async function () {
    this.timeout(120_000);
    const python = pythonWithTorchvision();
    if (!python) return this.skip();
    const c = withFormulaWeights(resnet18(three));
    const [exported, imageFile, saved] = ['out.safetensors', 'image.f32', 'saved.pth.tar'].map((name) => path.join(dir, name));
    assert.equal(await exportClassifier(c, 'safetensors', exported), parameterNames(c.graph).length);
    await writeFile(imageFile, new Uint8Array(image.buffer));
    const script = path.join(__dirname, 'torchvision_exchange.py');
    const { stdout } = await promisify(execFile)(python, [script, exported, imageFile, saved]);
    const answer = JSON.parse(stdout) as { ours: number[][]; theirs: number[][] };
    assertNear(await logitsOf(c), answer.ours.flat());
    const { tensors, epoch, architecture } = await readWeights(saved);
    assert.deepEqual([epoch, architecture], [2, 'resnet18']);
    const { classifier, report } = applyWeights(resnet18(['a', 'b', 'c', 'd', 'e', 'f', 'g']), tensors);
    assert.equal(report.prefix, 'module.');
    assertNear(await logitsOf(classifier), answer.theirs.flat());
  });

  it('comes back from safetensors bit by bit, and says what it is', async () => {
    const c = buildNetwork({ architecture: 'small', classes: three, inputSize: 64, seed: 4 });
    const file = path.join(dir, 'small.safetensors');
    await exportClassifier(c, 'safetensors', file);
    const { tensors, metadata } = await readTensors(file);
    const { classifier } = applyWeights(buildNetwork({ architecture: 'small', classes: three, inputSize: 64, seed: 5 }), tensors);
    assert.equal(networkHash(classifier), networkHash(c));
    assert.deepEqual(
      [metadata['format'], metadata['architecture'], JSON.parse(metadata['classes']), metadata['network']],
      ['pt', 'small', three, networkHash(c)],
    );
  });

  it("is a plain ONNX model: ONNX's own operators, the logits first, nothing of ours needed", async () => {
    const c = withFormulaWeights(buildNetwork({ architecture: 'small', classes: three, inputSize: 64, seed: 4 }));
    const file = path.join(dir, 'small.onnx');
    await exportClassifier(c, 'onnx', file);
    const graph = await readModel(file);
    assert.deepEqual(
      graph.outputs.map(({ name }) => name),
      ['logits', 'features'],
    );
    assert.ok(graph.nodes.every(({ domain }) => !domain));
    assert.ok(Object.keys(graph.metadata).every((key) => !key.startsWith('deepminer.')));
    const session = await openSession(file);
    const { logits } = await session.run({ image: { dims: [2, 3, 64, 64], data: image } }, ['logits']);
    await session.release();
    assert.deepEqual([...logits.data], await logitsOf(c));
  });

  it('with an operator that is not ONNX has no plain form', async () => {
    const c = buildNetwork({ architecture: 'small', classes: three, inputSize: 64, seed: 4 });
    const [first, ...rest] = c.graph.nodes;
    const foreign = { ...c, graph: { ...c.graph, nodes: [{ ...first, domain: 'com.example' }, ...rest] } };
    await assert.rejects(
      exportClassifier(foreign, 'onnx', path.join(dir, 'foreign.onnx')),
      (error) => error instanceof ProblemError && /com\.example\.Conv/.test(error.problem.found),
    );
  });
});
