/** `mine`: from patches and views on disk to a finished mining result, the engine's part of that time, and memory, which must not grow. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type Benchmark, count, type Log, type NetworkOptions, networkOptions } from './benchmark';
import { noisePart } from './mineData';
import { disturbance, otherShare, ticks } from './otherLoad';
import type { MinePass, MineTask } from './own/mine';
import { findPeer, type Peer } from './peer';
import { type Figure, figure, median } from './report';
import { Worker } from './worker';

interface MineOptions extends NetworkOptions {
  patches: number;
  many: number;
  rankOn: 'views' | 'patches';
  memory: boolean;
}

const MEGABYTE = 2 ** 20;
const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export const mine: Benchmark<MineOptions> = {
  name: 'mine',
  description: 'patches on disk to a finished mining result against the published method in PyTorch; memory with many patches',
  configure: (command: Command) =>
    networkOptions(command, 'resnet18', '32', os.availableParallelism())
      .option('--patches <n>', 'hold-out patches', count, 1000)
      .option('--rank-on <images>', 'views or patches', 'views')
      .option('--many <n>', 'patches of the part that memory is measured with, beside one of 1000', count, 100_000)
      .option('--no-memory', 'leave out what memory takes with few and many patches'),
  async run(options, log) {
    const peer = await findPeer(options.python, log);
    const cases: Figure[] = [];
    for (const network of options.networks) cases.push(...(await speed(network, peer, options, log)));
    if (options.memory) cases.push(await growth(options, log));
    return { name: 'mine', unit: 'patches/s', cases };
  },
};

async function inPart<T>(
  patches: number,
  size: number,
  log: Log,
  work: (part: Awaited<ReturnType<typeof noisePart>>) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-mine-'));
  try {
    log(`  writes ${patches} patches of ${size} px and their views`);
    return await work(await noisePart(dir, patches, size));
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function speed(network: string, peer: Peer | undefined, options: MineOptions, log: Log): Promise<Figure[]> {
  const { patches, rankOn, threads, device } = options;
  const size = options.size ?? (network === 'small' ? 64 : 224);
  const name = `${network}, ${patches} patches of ${size} px, ranked on ${rankOn}`;
  log(name);
  return inPart(patches, size, log, async (part) => {
    const task: MineTask = { ...part, network, size, batch: 32, threads, device, rankOn };
    const variants = peer ? ['contiguous', 'channels_last'].flatMap((variant) => [0, 2].map((workers) => ({ variant, workers }))) : [];
    const peers = variants.map(({ variant, workers }) => ({
      label: `${variant}, ${workers} workers`,
      command: peer!.python,
      args: ['-u', at('peer/mine.py'), JSON.stringify({ ...task, variant, workers, tf32: false })],
    }));
    const alone = await peakOf({ ...task, networkAlone: true });
    const { passes, peaks, disturbed } = await inTurn([{ label: 'ours', ...own(task) }, ...peers], options.rounds ?? 3, log);
    const rates = new Map([...passes].map(([label, all]) => [label, median(all.map((p) => (p.patches * 1000) / p.milliseconds))]));
    const ours = passes.get('ours');
    const [best] = [...rates].filter(([label]) => label !== 'ours').sort((a, b) => b[1] - a[1]);
    const peak = peaks.get('ours');
    return [
      figure(
        name,
        'more',
        rates.get('ours') ?? null,
        best?.[1] ?? null,
        [best && `${peer!.name} ${best[0]}`, disturbed].filter(Boolean).join(', '),
      ),
      figure(
        `${name}, the engine's own time in % of the whole`,
        'more',
        ours ? 100 * median(ours.map((p) => p.engineMilliseconds / p.milliseconds)) : null,
        null,
      ),
      figure(`${name}, peak memory in MB`, 'less', peak ?? null, best ? (peaks.get(best[0]) ?? null) : null),
      figure(`${name}, of which beyond the network in MB`, 'less', peak === undefined ? null : Math.max(0, peak - alone), null),
    ];
  });
}

/** Peak memory of a whole mining of many patches beside that of a thousand: the ratio says how far it is from flat. */
async function growth({ many, threads, device }: MineOptions, log: Log): Promise<Figure> {
  const size = 64;
  const peaks: number[] = [];
  for (const patches of [many, 1000]) {
    log(`small, memory with ${patches} patches`);
    const task = { network: 'small', size, batch: 32, threads, device, rankOn: 'patches' as const };
    peaks.push(await inPart(patches, size, log, (part) => peakOf({ ...part, ...task })));
    log(`  ${peaks.at(-1)!.toFixed(0)} MB`);
  }
  return figure(`small, peak memory in MB with ${many} patches (ours) and 1000 (peer)`, 'less', peaks[0], peaks[1]);
}

const own = (task: MineTask) => ({ command: process.execPath, args: ['--import', 'tsx', at('own/mine.ts'), JSON.stringify(task)] });

/** Peak memory in MB of a process that did the task once. */
async function peakOf(task: MineTask): Promise<number> {
  const { command, args } = own(task);
  const worker = new Worker(command, args);
  try {
    await worker.answer();
    return (await worker.ask<{ peakBytes: number }>({ peak: true })).peakBytes / MEGABYTE;
  } finally {
    await worker.close();
  }
}

/** Each contestant in a process of its own for its passes, one after the other and round by round; who fails is named and left out. */
async function inTurn(
  contestants: readonly { label: string; command: string; args: readonly string[] }[],
  rounds: number,
  log: Log,
): Promise<{ passes: Map<string, MinePass[]>; peaks: Map<string, number>; disturbed: string }> {
  const passes = new Map<string, MinePass[]>();
  const peaks = new Map<string, number>();
  const running = contestants.map((c) => ({ label: c.label, worker: new Worker(c.command, c.args) }));
  try {
    for (const { worker } of running) await worker.answer();
    const before = await ticks();
    for (let round = 0; round < rounds; round++)
      for (const { label, worker } of running) {
        const pass = await worker.ask<MinePass>({ steps: 1 });
        passes.set(label, [...(passes.get(label) ?? []), pass]);
        log(`  ${label.padEnd(26)} ${((pass.patches * 1000) / pass.milliseconds).toFixed(1)} patches/s`);
      }
    const disturbed = disturbance(otherShare(before, await ticks()));
    for (const { label, worker } of running)
      peaks.set(label, (await worker.ask<{ peakBytes: number }>({ peak: true })).peakBytes / MEGABYTE);
    return { passes, peaks, disturbed };
  } finally {
    await Promise.all(running.map(({ worker }) => worker.close()));
  }
}
