/** What network.weights may name, and what a training then begins with. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { initialNetwork } from '../../../src/compute/initialNetwork';
import { withWeights } from '../../../src/compute/startingWeights';
import { buildNetwork } from '../../../src/network/build';
import { networkHash, writeClassifier } from '../../../src/network/classifier';
import type { Classifier } from '../../../src/network/graph';
import { configSchema } from '../../../src/project/config';
import type { Project } from '../../../src/project/project';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { exportClassifier } from '../../../src/weights/export';

const three = ['normal', 'benign', 'malignant'];
const small = (seed: number, classes: readonly string[] = three): Classifier =>
  buildNetwork({ architecture: 'small', classes, inputSize: 64, seed });

describe('the weights a training begins with', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'starting-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('are random ones of the seed where deepminer.json names none, else those of the file beside it', async () => {
    await exportClassifier(small(2), 'safetensors', path.join(dir, 'two.safetensors'));
    const begin = (weights: string | null) => {
      const config = configSchema.parse({ network: { architecture: 'small', weights }, patches: { size: 64 } });
      return initialNetwork({ dir } as Project, config, quietTask());
    };
    assert.equal(networkHash(await begin(null)), networkHash(small(1)));
    assert.equal(networkHash(await begin('two.safetensors')), networkHash(small(2)));
  });

  it('may come from a run, of the same classes alone', async () => {
    await writeClassifier(small(3), path.join(dir, 'epoch-01.onnx'));
    assert.equal(networkHash(await withWeights(small(1), 'epoch-01.onnx', dir, quietTask())), networkHash(small(3)));
    await assert.rejects(withWeights(small(1, ['a', 'b']), 'epoch-01.onnx', dir, quietTask()), ProblemError);
  });

  it('may be of other classes in a file of tensors: the linear layer is the new one, and the log says so', async () => {
    const ten = Array.from({ length: 10 }, (_, i) => `class ${i}`);
    await exportClassifier(small(4, ten), 'safetensors', path.join(dir, 'ten.safetensors'));
    const lines: string[] = [];
    const begun = await withWeights(small(1), 'ten.safetensors', dir, { ...quietTask(), log: (_, line) => lines.push(line) });
    assert.deepEqual(begun.graph.initializers.get('fc.weight'), small(1).graph.initializers.get('fc.weight'));
    assert.deepEqual(begun.graph.initializers.get('conv1.weight'), small(4).graph.initializers.get('conv1.weight'));
    assert.match(lines.join(), /ten\.safetensors.*10 classes in the file and is drawn anew for normal, benign, malignant/);
  });

  it('called imagenet are fetched first, by the command that the message names', async () => {
    const before = process.env['DEEPMINER_CACHE'];
    process.env['DEEPMINER_CACHE'] = path.join(dir, 'empty');
    try {
      const built = { ...small(1), architecture: 'resnet152' };
      for (const [weights, command] of [
        ['imagenet', 'deepminer weights fetch resnet152'],
        ['imagenet-v2', 'deepminer weights fetch resnet152 --version 2'],
      ])
        await assert.rejects(
          withWeights(built, weights, dir, quietTask()),
          (error) => error instanceof ProblemError && error.problem.remedy === `Run "${command}".`,
        );
    } finally {
      if (before === undefined) delete process.env['DEEPMINER_CACHE'];
      else process.env['DEEPMINER_CACHE'] = before;
    }
  });
});
