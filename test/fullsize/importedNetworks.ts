/**
 * Six of torchvision's networks in their real size: exported by PyTorch, imported, and trained for three steps on one batch of two, whose loss
 * must fall from step to step. Not among the unit tests, for it wants PyTorch and about a minute:
 *
 *   node --import tsx test/fullsize/importedNetworks.ts [python, default /usr/bin/python3]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importClassifier } from '../../src/network/import/index';
import { readModel } from '../../src/network/model';
import { seededRandom } from '../../src/statistics/random';
import { Trainer } from '../../src/training/step';

const NETWORKS = { resnet50: 224, densenet121: 224, vgg16_bn: 224, alexnet: 224, inception_v3: 299, mobilenet_v2: 224 };
const [batch, steps, learningRate] = [2, 3, 1e-3];
const python = process.argv[2] ?? '/usr/bin/python3';

if (spawnSync(python, ['-c', 'import torch, torchvision']).status !== 0) {
  console.log(`skipped: ${python} has no torch and torchvision`);
  process.exit(0);
}
const folder = mkdtempSync(path.join(os.tmpdir(), 'deepminer-fullsize-'));
let failed = 0;
try {
  const began = performance.now();
  const script = path.join(import.meta.dirname, 'export_networks.py');
  console.log(execFileSync(python, [script, folder], { encoding: 'utf8' }).trim().split('\n').at(-1), `exported in ${seconds(began)} s`);
  for (const [name, side] of Object.entries(NETWORKS)) failed += await train(name, side);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** 1 when the loss does not fall. */
async function train(name: string, side: number): Promise<number> {
  const began = performance.now();
  const file = path.join(folder, `${name}.onnx`);
  const { classifier } = await importClassifier(await readModel(file), { classes: ['a', 'b', 'c'], inputSize: side, seed: 1, file });
  const imported = seconds(began);
  const opening = performance.now();
  const trainer = await Trainer.create(classifier, { batch, momentum: 0.9, weightDecay: 0 });
  const opened = seconds(opening);
  const random = seededRandom(1);
  const images = Float32Array.from({ length: batch * 3 * side * side }, () => 2 * random() - 1);
  const losses: number[] = [];
  const stepping = performance.now();
  for (let i = 0; i < steps; i++)
    losses.push((await trainer.step({ images, labels: [0, 2], weights: Float32Array.of(1, 1) }, learningRate)).loss);
  const perStep = (performance.now() - stepping) / 1000 / steps;
  await trainer.release();
  const falls = losses.every((loss, i) => Number.isFinite(loss) && (i === 0 || loss < losses[i - 1]));
  const numbers = [
    `import ${imported} s`,
    `open ${opened} s`,
    `step ${perStep.toFixed(2)} s`,
    `losses ${losses.map((l) => l.toFixed(4)).join(' ')}`,
  ];
  console.log(`${name.padEnd(13)} ${numbers.join('  ')}  ${falls ? 'falls' : 'DOES NOT FALL'}`);
  return falls ? 0 : 1;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
