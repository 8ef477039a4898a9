/**
 * `npm run fuzz -- [--inputs 1000000] [--seed 1] [--target NAME …]`: every reader of foreign files with damaged ones. A line a target; files that
 * brought a reader to a fault lie in artifacts/fuzz. Ends with 1 when there was any.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Command, InvalidArgumentError } from 'commander';
import type { Fault, FuzzResult } from './fuzz';
import { targets } from './targets';
import type { FuzzTask } from './worker';

/** A reader that takes longer for one file hangs. */
const HANG_MS = 60_000;
const MOST_INPUT = 2 ** 22;
const MEGABYTES = 1024;

const whole = (text: string) => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1');
  return Number(text);
};
const command = new Command('fuzz')
  .option('--inputs <n>', 'damaged files for each target', whole, 1_000_000)
  .option('--seed <n>', 'seed of the damages', whole, 1)
  .option('--target <names...>', `of ${targets.map((t) => t.name).join(', ')}`)
  .parse();
const { inputs, seed, target: chosen } = command.opts<{ inputs: number; seed: number; target?: string[] }>();
const unknown = chosen?.find((name) => !targets.some((t) => t.name === name));
if (unknown !== undefined) command.error(`There is no target "${unknown}".`);

const folder = path.join(path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url)))), 'artifacts', 'fuzz');
console.log(`node ${process.version}, seed ${seed}`);
console.log('target                          inputs  accepted  blocks   kept  slowest ms  largest KB  seconds  faults');
let faulty = false;
for (const { name } of targets.filter((t) => !chosen || chosen.includes(t.name))) {
  const result = await run(name);
  const { accepted, blocks, kept, slowestMs, largestBytes, seconds, faults } = result;
  const cells = [
    result.inputs,
    accepted,
    blocks,
    kept,
    slowestMs.toFixed(0),
    (largestBytes / 1024).toFixed(0),
    seconds.toFixed(0),
    faults.length,
  ];
  const widths = [10, 10, 8, 7, 12, 12, 9, 8];
  console.log(name.padEnd(28) + cells.map((cell, i) => String(cell).padStart(widths[i])).join(''));
  for (const fault of faults) await keep(name, fault);
  faulty ||= faults.length > 0;
}
process.exitCode = faulty ? 1 : 0;

function run(target: string): Promise<FuzzResult> {
  const shared = new SharedArrayBuffer(8 + MOST_INPUT);
  const [count, input] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)];
  const began = performance.now();
  return new Promise((resolve) => {
    const task: FuzzTask = { target, inputs, seed, shared };
    const entry = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
    const worker = new Worker(`import('tsx/esm/api').then(({ register }) => (register(), import(${entry})));`, {
      eval: true,
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    let last = 0;
    const watch = setInterval(() => {
      const now = Atomics.load(count, 0);
      if (now !== last) last = now;
      else if (now > 0) end('thrown', `nothing came back for ${HANG_MS / 1000} s`);
    }, HANG_MS);
    const end = (kind: Fault['kind'], words: string) => {
      clearInterval(watch);
      const bytes = Uint8Array.from(input.subarray(0, Atomics.load(count, 1)));
      const seconds = (performance.now() - began) / 1000;
      const nothing = { accepted: 0, blocks: 0, kept: 0, slowestMs: HANG_MS, largestBytes: 0 };
      resolve({ target, inputs: Atomics.load(count, 0), seconds, ...nothing, faults: [{ kind, words, input: bytes }] });
      void worker.terminate();
    };
    worker.once('message', (result: FuzzResult) => {
      clearInterval(watch);
      resolve(result);
      void worker.terminate();
    });
    worker.once('error', (error) => end('thrown', `the thread died: ${error.message}`));
  });
}

async function keep(target: string, { kind, words, input }: Fault): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${target.replace(/\W+/g, '-')}-${words.replace(/\W+/g, '-').slice(0, 40)}.bin`);
  await writeFile(file, input);
  console.log(`  ${kind}: ${words}\n    ${path.relative(process.cwd(), file)}`);
}
