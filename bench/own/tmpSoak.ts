/** Our contestant in `explain`: an image file to its whole explanation, in a warm process. `memory` tells what many explanations leave behind. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { explainWith } from '../../src/explanation/explain';
import { stillOf } from '../../src/explanation/picture';
import { openViewNetwork } from '../../src/mining/forward';
import type { Device } from '../../src/network/session';
import { configSchema } from '../../src/project/config';
import type { Answer } from '../../src/protocol/annotation';
import { quietTask } from '../../src/protocol/task';
import { unitId, unitIndex } from '../../src/protocol/unit';
import { answer } from './serve';
import { type NetworkTask, ownNetwork } from './task';

/** What both sides are told. */
export interface ExplainTask extends NetworkTask {
  /** 16-bit grey PNG of a view. */
  file: string;
  /** Also draw the static picture, as a notebook has it. */
  still?: boolean;
}

export interface ExplainPass {
  milliseconds: number;
  /** Resident memory after the last step, garbage collected, in bytes. */
  residentBytes: number;
}

const task = JSON.parse(process.argv[2]) as ExplainTask & { device: Device };
const classifier = ownNetwork(task);
const config = configSchema.parse({ network: { architecture: task.network }, patches: { size: task.size } });
const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-explain-'));
process.once('exit', () => void rm(dir, { recursive: true, force: true }));
await writeFile(
  path.join(dir, 'manifest.json'),
  JSON.stringify({ version: 1, hash: 'mined', network: 'net', options: {}, units: ['unit_0001'] }),
);
const mined = { unit: 'unit_0001', ranks: [], maxActivation: 2, maskThreshold: 0.4, patches: [] };
await writeFile(path.join(dir, 'units.json'), JSON.stringify({ unit_0001: mined }));
const words = {
  description: 'irregular mass with spiculated margins',
  association: 'malignant' as const,
  category: 'mass' as const,
  terms: [],
};
/** Every unit has a name, so that as many maps are kept as can be. */
const answers = Array.from(
  { length: classifier.units },
  (_, u): Answer => ({
    unit: unitId(unitIndex(u)),
    expert: 'a',
    at: '2020-01-01T00:00:00.000Z',
    seconds: 1,
    network: 'net',
    mining: 'mined',
    recognizable: true,
    several: false,
    phenomena: [words],
  }),
);
const network = await openViewNetwork(classifier, { device: task.device, threads: task.threads });

async function step(): Promise<void> {
  const { explanation } = await explainWith(network, {
    classifier,
    view: task.file,
    mining: dir,
    answers,
    config,
    source: { run: 'run-001', checkpoint: 'epoch-01.onnx', network: 'net' },
    task: quietTask(),
  });
  if (task.still) await stillOf(explanation);
  JSON.stringify(explanation);
}

for (let i = 0; i < 1000; i++) { await step(); if (i % 40 === 19) { globalThis.gc?.(); const m = process.memoryUsage(); console.log(i + 1, Math.round(m.rss / 1e6), "heap", Math.round(m.heapUsed / 1e6), "ext", Math.round(m.external / 1e6), "ab", Math.round(m.arrayBuffers / 1e6)); } }
process.exit(0);
await answer('onnxruntime-node', async (steps): Promise<ExplainPass> => {
  await step();
  const start = performance.now();
  for (let i = 0; i < steps; i++) await step();
  const milliseconds = (performance.now() - start) / steps;
  globalThis.gc?.();
  return { milliseconds, residentBytes: process.memoryUsage.rss() };
});
