/** How much of the processor other programs took meanwhile: figures of a machine that is not idle say little, and PyTorch suffers most. */
import { readdir, readFile } from 'node:fs/promises';

/** Above this share of the processor's time, the report says so. */
const DISTURBED = 0.05;

/** Ticks since the start of the machine: of all its processors in all, busy, and busy for this process and those below it. */
export interface Ticks {
  all: number;
  busy: number;
  own: number;
}

/** The ticks of now; undefined on systems without /proc. */
export async function ticks(): Promise<Ticks | undefined> {
  if (process.platform !== 'linux') return undefined;
  const counts = (await readFile('/proc/stat', 'utf8')).split('\n', 1)[0].trim().split(/\s+/).slice(1, 9).map(Number);
  const all = counts.reduce((sum, count) => sum + count, 0);
  // user nice system idle iowait irq softirq steal: what the host takes away is not ours either.
  return { all, busy: all - counts[3] - counts[4], own: await ownTicks() };
}

/** Share of the processor's time, 0..1, that others took between two moments. */
export function otherShare(before: Ticks | undefined, after: Ticks | undefined): number | undefined {
  if (!before || !after || after.all === before.all) return undefined;
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / (after.all - before.all));
}

/** A line for people, or a few words for a table; '' when the machine was quiet or nothing is known. */
export function disturbance(others: number | undefined): string {
  return others !== undefined && others > DISTURBED ? `DISTURBED: others took ${(others * 100).toFixed(0)} % of the processors` : '';
}

/** Of this process and all below it, those that have ended included: who waited for them keeps their ticks. */
async function ownTicks(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))); // it has ended
  const parents = new Map<number, number>();
  const spent = new Map<number, number>();
  for (const [i, stat] of stats.entries()) {
    // The name in brackets may hold spaces; after it come state, parent, and as 12th to 15th user and system time, own and of the ended.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(Number(pids[i]), Number(fields[1]));
    spent.set(
      Number(pids[i]),
      fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
    );
  }
  const isOwn = (pid: number | undefined): boolean => pid === process.pid || (!!pid && isOwn(parents.get(pid)));
  return [...spent].reduce((sum, [pid, count]) => sum + (isOwn(pid) ? count : 0), 0);
}
