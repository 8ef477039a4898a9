/** `input`: how long an engine waits for its batches, how many the pipeline can give, and how fast the patch store is made. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Benchmark, type Log, type NetworkOptions, networkOptions } from './benchmark';
import { coldData, noiseStore } from './inputData';
import { disturbance, otherShare, ticks } from './otherLoad';
import type { Pass } from './own/input';
import { findPeer, type Peer } from './peer';
import { type Figure, figure, median } from './report';
import type { Contestant } from './turns';
import { Worker } from './worker';

/** A step of 32 patches on a fast GPU. */
const FAST_STEP = 5;
const SIZE = 224;
const PATCHES = 1024;
const WORKERS = [0, 2];

export const input: Benchmark<NetworkOptions> = {
  name: 'input',
  description: 'the time that training waits for its patches, what the pipeline gives at most, and the making of the patch store',
  configure: (command) => networkOptions(command, 'resnet18', '8,32', os.availableParallelism()),
  async run(options, log) {
    if (options.device !== 'cpu') log('The engine of this benchmark is the cpu, or none at all: --device is not heeded.');
    const peer = await findPeer(options.python, log);
    const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-input-'));
    try {
      const cases = [...(await warmCases(dir, peer, options, log)), await coldCase(path.join(dir, 'cold'), peer, options, log)];
      return { name: 'input', unit: 'patches/s', cases };
    } finally {
      await rm(dir, { recursive: true });
    }
  },
};

/** Waiting while a network trains on a store that is in the system's memory already, and the limit beside a short step. */
async function warmCases(dir: string, peer: Peer | undefined, options: NetworkOptions, log: Log): Promise<Figure[]> {
  const size = options.size ?? SIZE;
  const store = await noiseStore(dir, PATCHES, size);
  // Far from one patch to the next, as in a shuffled epoch.
  const order = Array.from({ length: PATCHES }, (_, i) => (i * 389) % PATCHES);
  const common = { store, size, threads: options.threads, device: 'cpu', variant: 'channels_last', tf32: false };
  const figures: Figure[] = [];
  for (const network of options.networks)
    for (const batch of options.batches) {
      const task = { ...common, network, batch, order: order.slice(0, 6 * batch) };
      const name = `${network} b${batch} ${size} px training`;
      const { ours, best, note } = await passes(name, 'input', task, peer, options, log, waitingShare, 'less');
      figures.push(figure(`${name}, waiting for patches in %`, 'less', ours, best, note));
    }
  const task = { ...common, network: 'small', batch: 32, order, stepMilliseconds: FAST_STEP };
  const name = `b32 ${size} px, beside steps of ${FAST_STEP} ms`;
  const { ours, best, note } = await passes(name, 'input', task, peer, options, log, rate, 'more');
  figures.push(figure(name, 'more', ours, best, note));
  return figures;
}

async function coldCase(dir: string, peer: Peer | undefined, options: NetworkOptions, log: Log): Promise<Figure> {
  const size = options.size ?? SIZE;
  const { dataset, config, pictures, squares } = await coldData(dir, size);
  const task = { dataset, config, pictures, squares, size, threads: options.threads, device: 'cpu', variant: 'contiguous', tf32: false };
  const name = `from files of ${dataset.cases[0].views[0].width} x ${dataset.cases[0].views[0].height} to patches of ${size} px`;
  const { ours, best, note } = await passes(name, 'cold', task, peer, options, log, rate, 'more');
  return figure(name, 'more', ours, best, note);
}

const rate = ({ patches, milliseconds }: Pass): number => (patches * 1000) / milliseconds;
const waitingShare = ({ waiting, milliseconds }: Pass): number => (waiting * 100) / milliseconds;

/** Medians over passes in turn; of the peer's numbers of workers the best counts. */
async function passes(
  name: string,
  script: 'input' | 'cold',
  task: object,
  peer: Peer | undefined,
  options: NetworkOptions,
  log: Log,
  measure: (pass: Pass) => number,
  better: 'more' | 'less',
): Promise<{ ours: number | null; best: number | null; note: string }> {
  log(name);
  const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const own = { label: 'ours', command: process.execPath, args: ['--import', 'tsx', at(`own/${script}.ts`), JSON.stringify(task)] };
  const peers = (peer ? WORKERS : []).map((workers) => ({
    label: `${workers} workers`,
    command: peer!.python,
    args: ['-u', at(`peer/${script}.py`), JSON.stringify({ ...task, workers })],
  }));
  const rounds = options.rounds ?? 5;
  const { results, disturbed } = await inTurn([own, ...peers], rounds, log);
  const medians = new Map([...results].map(([label, all]) => [label, median(all.map(measure))]));
  for (const [label, value] of medians) {
    const figures = results.get(label)!.map((pass) => `${rate(pass).toFixed(1)} patches/s, ${waitingShare(pass).toFixed(2)} % waiting`);
    log(`  ${label.padEnd(10)} ${value.toFixed(2)} (${figures.join('; ')})`);
  }
  const sorted = [...medians].filter(([label]) => label !== 'ours').sort((a, b) => (better === 'more' ? b[1] - a[1] : a[1] - b[1]));
  const note = [`${rounds} passes`, sorted.length > 0 && `${peer!.name} ${sorted[0][0]}`, disturbed].filter(Boolean).join(', ');
  return { ours: medians.get('ours') ?? null, best: sorted[0]?.[1] ?? null, note };
}

/** A pass of each contestant in turn, `rounds` times; who fails is named in the log and left out. */
async function inTurn(
  contestants: readonly Contestant[],
  rounds: number,
  log: Log,
): Promise<{ results: Map<string, Pass[]>; disturbed: string }> {
  const running = contestants.map(({ label, command, args }) => ({ label, worker: new Worker(command, args), passes: [] as Pass[] }));
  const attempt = async (contestant: (typeof running)[number], work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log(`  ${contestant.label} could not be measured: ${error instanceof Error ? error.message : error}`);
      running.splice(running.indexOf(contestant), 1);
    }
  };
  try {
    for (const contestant of [...running]) await attempt(contestant, () => contestant.worker.answer());
    const before = await ticks();
    for (let round = 0; round < rounds; round++)
      for (const contestant of [...running])
        await attempt(contestant, async () => void contestant.passes.push(await contestant.worker.ask<Pass>({ steps: 1 })));
    return {
      results: new Map(running.map(({ label, passes: all }) => [label, all])),
      disturbed: disturbance(otherShare(before, await ticks())),
    };
  } finally {
    await Promise.all(running.map(({ worker }) => worker.close()));
  }
}
