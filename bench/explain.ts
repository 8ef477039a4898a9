/** `explain`: a full mammogram from its file to its explanation against PyTorch, the static picture on top, and memory after many of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type Benchmark, count, type Log, type NetworkOptions, networkOptions } from './benchmark';
import { writeMammogram } from './explainData';
import { type FirstPicture, firstPicture } from './explainPage';
import type { ExplainPass, ExplainTask } from './own/explain';
import { findPeer, type Peer } from './peer';
import { type Figure, figure, median } from './report';
import { takeTurns, takeTurnsApart } from './turns';
import { Worker } from './worker';

interface ExplainOptions extends NetworkOptions {
  many: number;
  page: boolean;
}

const MEGABYTE = 2 ** 20;
const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const own = (task: ExplainTask) => ({
  command: process.execPath,
  args: ['--expose-gc', '--import', 'tsx', at('own/explain.ts'), JSON.stringify(task)],
});

export const explain: Benchmark<ExplainOptions> = {
  name: 'explain',
  description: 'a mammogram file to its whole explanation against PyTorch; the static picture, the first picture of the page, memory',
  configure: (command: Command) =>
    networkOptions(command, 'resnet152', '1', os.availableParallelism())
      .option('--many <n>', 'explanations after which memory is looked at', count, 200)
      .option('--no-page', 'leave out the page, which needs Chromium'),
  async run(options, log) {
    const peer = await findPeer(options.python, log);
    const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-explain-'));
    try {
      const file = await writeMammogram(dir);
      const cases: Figure[] = [];
      for (const network of options.networks) cases.push(...(await speed(network, file, peer, options, log)));
      cases.push(...(await afterMany(file, options, log)));
      if (options.page) cases.push(...pageFigures(await firstPicture(log)));
      return { name: 'explain', unit: 'ms', cases };
    } finally {
      await rm(dir, { recursive: true });
    }
  },
};

async function speed(network: string, file: string, peer: Peer | undefined, options: ExplainOptions, log: Log): Promise<Figure[]> {
  const { threads, device, rounds, tf32 = false, compile } = options;
  const size = options.size ?? (network === 'small' ? 64 : 224);
  const task: ExplainTask = { network, batch: 1, size, threads, device, file };
  const variants = peer ? ['contiguous', 'channels_last', ...(compile ? ['compiled', 'compiled_channels_last'] : [])] : [];
  const peers = variants.map((variant) => ({
    label: variant,
    command: peer!.python,
    args: ['-u', at('peer/explain.py'), JSON.stringify({ ...task, device: device === 'cpu' ? 'cpu' : 'cuda', variant, tf32 })],
  }));
  log(`${network}, a view of 2400 x 3600 pixels, ${threads} threads`);
  const outcomes = await (options.apart ? takeTurnsApart : takeTurns)([{ label: 'ours', ...own(task) }, ...peers], rounds, log);
  for (const o of outcomes.values())
    log(`  ${o.label.padEnd(16)} ${o.rounds.map((r) => r.toFixed(0)).join(' ')} ms, ${o.peakMegabytes.toFixed(0)} MB`);
  const ours = outcomes.get('ours');
  const [best] = [...outcomes.values()].filter((o) => o.label !== 'ours').sort((a, b) => a.milliseconds - b.milliseconds);
  const note = [ours && `${ours.rounds.length} rounds of ${ours.steps}`, best && `${best.engine} ${best.label}`, ours?.disturbed];
  return [
    figure(network, 'less', ours?.milliseconds ?? null, best?.milliseconds ?? null, note.filter(Boolean).join(', ')),
    figure(`${network}, peak memory in MB`, 'less', ours?.peakMegabytes ?? null, best?.peakMegabytes ?? null),
  ];
}

/** The small network, so that what explanations leave behind is not lost beside what a network takes. */
async function afterMany(file: string, { many, threads, device }: ExplainOptions, log: Log): Promise<Figure[]> {
  log(`${many} explanations with the small network, with their static pictures`);
  const worker = new Worker(
    own({ network: 'small', batch: 1, size: 64, threads, device, file, still: true }).command,
    own({ network: 'small', batch: 1, size: 64, threads, device, file, still: true }).args,
  );
  try {
    await worker.answer();
    const turns: ExplainPass[] = [];
    for (let i = 0; i < 10; i++) turns.push(await worker.ask<ExplainPass>({ steps: Math.max(1, Math.round(many / 10)) }));
    const resident = turns.map((t) => t.residentBytes / MEGABYTE);
    log(`  resident MB: ${resident.map((r) => r.toFixed(0)).join(' ')}`);
    return [
      figure(`small, explanation with static picture`, 'less', median(turns.map((t) => t.milliseconds)), null),
      figure(`small, resident MB after ${Math.round(many / 10)} explanations`, 'less', resident[0], null),
      figure(`small, resident MB after ${many}`, 'less', resident[9], null),
    ];
  } finally {
    await worker.close();
  }
}

function pageFigures({ milliseconds, fifty, fiftyBytes }: FirstPicture): Figure[] {
  return [
    figure('page, an explanation arrives until it is painted', 'less', milliseconds, null, 'Chromium, median of 10'),
    figure('page, 50 explanations until all are painted', 'less', fifty, null),
    figure('50 explanations in an .ipynb, MB', 'less', fiftyBytes / 1e6, null),
  ];
}
