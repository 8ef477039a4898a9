/** Networks against the peer: a case for each network and batch size, in fresh processes, so that every peak of memory is its own. */
import { fileURLToPath } from 'node:url';
import type { Log, NetworkOptions } from './benchmark';
import type { NetworkTask } from './own/task';
import { findPeer, type Peer } from './peer';
import { type Figure, figure } from './report';
import { type Contestant, type Outcome, takeTurns, takeTurnsApart } from './turns';

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Images a second and peak memory of every case; of the peer's variants the fastest counts. `script` is the contestants' file name. */
export async function networkTurns(script: 'train' | 'forward', options: NetworkOptions, log: Log): Promise<Figure[]> {
  const peer = await findPeer(options.python, log);
  const figures: Figure[] = [];
  for (const network of options.networks)
    for (const batch of options.batches) {
      const size = options.size ?? (network === 'small' ? 64 : 224);
      const task = { network, batch, size, threads: options.threads, device: options.device };
      const name = `${network} b${batch} ${size} px`;
      log(`${name}, ${options.threads} threads, ${options.device}`);
      const own = { label: 'ours', command: process.execPath, args: ['--import', 'tsx', at(`own/${script}.ts`), JSON.stringify(task)] };
      const all = [own, ...peerContestants(peer, script, task, options, log)];
      const outcomes = await (options.apart ? takeTurnsApart : takeTurns)(all, options.rounds, log);
      for (const outcome of outcomes.values()) log(`  ${describe(outcome, batch)}`);
      figures.push(...caseFigures(name, batch, outcomes));
    }
  return figures;
}

function peerContestants(
  peer: Peer | undefined,
  script: string,
  task: NetworkTask,
  { compile, tf32, device }: NetworkOptions,
  log: Log,
): Contestant[] {
  if (!peer) return [];
  if (device !== 'cpu' && !peer.cuda) {
    log(`  ${peer.name} has no CUDA device: ours is measured alone.`);
    return [];
  }
  const variants = ['contiguous', 'channels_last', ...(compile ? ['compiled', 'compiled_channels_last'] : [])];
  return variants.map((variant) => ({
    label: variant,
    command: peer.python,
    args: [
      '-u',
      at(`peer/${script}.py`),
      JSON.stringify({ ...task, device: device === 'cpu' ? 'cpu' : 'cuda', variant, tf32: tf32 ?? false }),
    ],
  }));
}

function caseFigures(name: string, batch: number, outcomes: Map<string, Outcome>): Figure[] {
  const ours = outcomes.get('ours');
  const peer = [...outcomes.values()].filter((o) => o !== ours).sort((a, b) => a.milliseconds - b.milliseconds)[0];
  const rate = (outcome?: Outcome): number | null => (outcome ? (batch * 1000) / outcome.milliseconds : null);
  const measured = ours ?? peer;
  const note =
    measured &&
    [`${measured.rounds.length} rounds of ${measured.steps}`, peer && `${peer.engine} ${peer.label}`, measured.disturbed]
      .filter(Boolean)
      .join(', ');
  return [
    figure(name, 'more', rate(ours), rate(peer), note),
    figure(`${name}, peak memory in MB`, 'less', ours?.peakMegabytes ?? null, peer?.peakMegabytes ?? null),
  ];
}

function describe({ label, milliseconds, rounds, spread, peakMegabytes }: Outcome, batch: number): string {
  const rate = ((batch * 1000) / milliseconds).toFixed(2);
  return `${label.padEnd(22)} ${milliseconds.toFixed(1)} ms a step (best ${Math.min(...rounds).toFixed(1)}, quartiles ${(spread * 100).toFixed(1)} % apart), ${rate} img/s, ${peakMegabytes.toFixed(0)} MB`;
}
