/** A project whose network another program exported: begun, trained, resumed, and shown by deepminer inspect. */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspectionText } from '../../../src/cli/inspect';
import { initialNetwork } from '../../../src/compute/initialNetwork';
import { inspectNetwork } from '../../../src/compute/methods/inspectNetwork';
import { networkHash } from '../../../src/network/classifier';
import type { Classifier, Graph } from '../../../src/network/graph';
import { encodeModel } from '../../../src/network/model';
import { floatTensor } from '../../../src/network/tensor';
import { type ConfigInput, configSchema } from '../../../src/project/config';
import { type Project, parseConfig } from '../../../src/project/project';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { train } from '../../../src/training/loop';
import { blotPatches } from '../training/patches';

const SIZE = 32;
const exported = new URL('../../golden/torch_export.onnx', import.meta.url);

describe('a project with an imported network', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'imported-'));
    await copyFile(exported, path.join(dir, 'net.onnx'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const settings = (network: ConfigInput['network'] = {}, training: ConfigInput['training'] = {}) =>
    configSchema.parse({ network: { architecture: 'imported', file: 'net.onnx', ...network }, patches: { size: SIZE }, training });
  const begin = (network?: ConfigInput['network'], lines: string[] = []): Promise<Classifier> =>
    initialNetwork({ dir } as Project, settings(network), { ...quietTask(), log: (_, line) => lines.push(line) });

  it('begins with what is found in the file, and says it', async () => {
    const lines: string[] = [];
    const c = await begin({ mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] }, lines);
    assert.deepEqual([c.architecture, c.units, c.inputSize, c.mean, c.std], ['imported', 16, SIZE, [0.5, 0.5, 0.5], [0.25, 0.25, 0.25]]);
    assert.match(lines.join('\n'), /Last feature map: \S+ \[N, 16, 8, 8\], made by Clip/);
    const kept = await begin({ keepHead: true });
    assert.notEqual(networkHash(kept), networkHash(await begin({ mean: [0, 0, 0] })));
  });

  it('learns, and resumed after an epoch gives the bits of an unbroken run', async () => {
    const run = async (folder: string, epochs: number, resume = false) => {
      const { training, classes } = settings({}, { epochs, batch: 8, learningRate: 0.05 });
      const request = { train: blotPatches(42, SIZE, 1), holdout: blotPatches(15, SIZE, 2), options: training, classes };
      return train({ classifier: await begin(), ...request, dir: path.join(dir, folder), resume, threads: 1, task: quietTask() });
    };
    const unbroken = await run('unbroken', 3);
    assert.ok(unbroken.epochs[2].train.loss < unbroken.epochs[0].train.loss);
    await run('broken', 1);
    const resumed = await run('broken', 3, true);
    assert.equal(networkHash(resumed.classifier), networkHash(unbroken.classifier));
    assert.equal(resumed.classifier.architecture, 'imported');
  });

  it('is refused before it starts where an operator has no gradient rule, with its place', async () => {
    const node = (op: string, inputs: string[], output: string) => ({ op, name: `the ${op}`, inputs, outputs: [output], attributes: {} });
    const graph: Graph = {
      name: 'foreign',
      opset: 17,
      nodes: [
        node('Conv', ['x', 'w'], 'a'),
        node('Erf', ['a'], 'b'),
        node('GlobalAveragePool', ['b'], 'c'),
        node('Flatten', ['c'], 'd'),
        node('Gemm', ['d', 'fw'], 'y'),
      ],
      initializers: new Map([
        ['w', floatTensor([4, 3, 3, 3], new Float32Array(108))],
        ['fw', floatTensor([4, 3], new Float32Array(12))],
      ]),
      inputs: [{ name: 'x', type: 'float32', dims: ['N', 3, 'H', 'W'] }],
      outputs: [{ name: 'y', type: 'float32', dims: ['N', 3] }],
      metadata: {},
    };
    const file = path.join(dir, 'erf.onnx');
    await writeFile(file, encodeModel(graph));
    const said = (error: unknown) =>
      error instanceof ProblemError && /Erf in node the Erf, after Conv the Conv, on a \[N, 4, 30, 30\]/.test(error.message);
    await assert.rejects(begin({ file: 'erf.onnx' }), said);
    const found = await inspectNetwork({ file }, { ...quietTask(), cellOutput: () => undefined });
    assert.equal(found.size, 224);
    assert.match(inspectionText(found), /Cannot be trained, for want of gradient rules:\n {2}Erf in node the Erf, after Conv the Conv/);
  });

  it('wants a file, and only an imported network takes one', () => {
    const parse = (network: object) => parseConfig(JSON.stringify({ network }), 'deepminer.json');
    const said = (pattern: RegExp) => (error: unknown) => error instanceof ProblemError && pattern.test(error.message);
    assert.throws(() => parse({ architecture: 'imported' }), said(/"imported" without network\.file/));
    assert.throws(() => parse({ architecture: 'small', file: 'net.onnx' }), said(/network\.file with the architecture small/));
    assert.throws(() => parse({ architecture: 'imported', file: 'net.onnx', std: [1, 1, 0] }), said(/std/));
    assert.equal(parse({ architecture: 'imported', file: 'net.onnx' }).network.keepHead, false);
  });

  it('is shown by deepminer inspect with map, head, operators and receptive field', async () => {
    const file = path.join(dir, 'net.onnx');
    const found = await inspectNetwork({ file }, { ...quietTask(), cellOutput: () => undefined });
    assert.deepEqual(found.operators, { Clip: 1, Conv: 2, MaxPool: 1, Relu: 1 });
    assert.deepEqual([found.size, found.units, found.ownOutputs, found.untrainable], [SIZE, 16, 3, []]);
    // 3 wide; pooled by 3, 2 apart; 3 of those, 4 apart.
    assert.deepEqual(found.receptiveField, { size: 15, stride: 4, offset: 0.5 });
    // Weights and biases of two convolutions, into which the export folded the batch norms.
    assert.equal(found.parameters, 8 * 27 + 8 + 16 * 72 + 16);
    assert.match(inspectionText(found), /A unit sees 15 pixels.*Every operator has a gradient rule/s);
    await assert.rejects(inspectNetwork({ file: `${file}.gone` }, { ...quietTask(), cellOutput: () => undefined }), ProblemError);
  });
});
