/** mine: the whole hold-out part in one go, a shard of it, or shards put together. */
import { type Command, InvalidArgumentError } from 'commander';
import { parseShard, type Shard } from '../mining/shard';
import type { MinedShard, MiningManifest } from '../protocol/mining';
import { atDevice, type Call, type ProjectOptions } from './call';
import { table } from './terminal';

interface MineOptions extends ProjectOptions {
  shard?: Shard;
  merge?: boolean;
}

export function mineCommand(command: Command, call: Call): void {
  command
    .description('rank units by influence on the hold-out part and collect their top patches')
    .option('--shard <i/n>', 'gather part i of n alone, e.g. on one machine of several', shard)
    .option('--merge', 'make the result of shards that were gathered, their folders being in runs/<run>/mining')
    .action((o: MineOptions, own: Command) => {
      if (o.shard && o.merge) own.error('--shard gathers a part, --merge puts all parts together: give one of them.', { exitCode: 2 });
      if (o.shard) return call(own, 'mineShard', { ...atDevice(o), shard: o.shard }, shardText);
      return call(own, 'mine', { ...atDevice(o), merge: o.merge }, miningText);
    });
}

export function miningText(m: MiningManifest): string {
  const rows = Object.entries(m.coverage).map(([name, share]) => [name, `${(100 * share).toFixed(2)} %`]);
  return `${m.units.length} units mined from ${m.views} views and ${m.patches} patches (${m.hash.slice(0, 16)})\n\n${table(['class', 'coverage'], rows)}`;
}

function shardText({ part, of, views, patches, dir }: MinedShard): string {
  return `Part ${part} of ${of}: ${views} views and ${patches} patches gathered in ${dir}\nWhen all parts lie there: deepminer mine --merge`;
}

function shard(text: string): Shard {
  try {
    return parseShard(text);
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
