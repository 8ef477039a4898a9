/** Who a process is: its number alone is handed out again, its number with its start on one machine is not. */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import os from 'node:os';

export interface ProcessIdentity {
  pid: number;
  /** When it began, in the words of its system; empty where the system does not say. */
  start: string;
  host: string;
  /** The machine since its last start, and the space its process numbers count in; on macOS and Windows the host's name. */
  machine: string;
}

/** What is known of another process: that it is the one, that it is not (any more), or nothing, because it is elsewhere. */
export type Presence = 'alive' | 'gone' | 'elsewhere';

let own: Promise<ProcessIdentity> | undefined;

/** This process; asked for once. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= (async () => ({ pid: process.pid, start: (await startOf(process.pid)) ?? '', host: os.hostname(), machine: await machine() }))();
  return own;
}

/** Whether a process that was noted down, perhaps long ago, still runs. */
export async function presenceOf(noted: ProcessIdentity): Promise<Presence> {
  const here = await ownIdentity();
  if (noted.machine !== here.machine) return restarted(noted, here) ? 'gone' : 'elsewhere';
  if (!exists(noted.pid)) return 'gone';
  const start = await startOf(noted.pid);
  if (start === undefined) return 'gone';
  return start === '' || noted.start === '' || start === noted.start ? 'alive' : 'gone';
}

/** The same host under another boot: whatever ran before it does not. */
function restarted(noted: ProcessIdentity, here: ProcessIdentity): boolean {
  const boot = (m: string) => m.split('/')[0];
  return noted.host === here.host && boot(noted.machine) !== boot(here.machine);
}

async function machine(): Promise<string> {
  if (process.platform !== 'linux') return os.hostname();
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    // In a container process numbers count anew.
    return `${boot}/${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return os.hostname();
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The start of a process; undefined when there is none (or only its remains, a zombie), empty when the system does not say. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return exists(pid) ? askedStart(pid) : undefined;
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return exists(pid) ? '' : undefined;
  }
  // The name in parentheses may hold spaces and parentheses; state and start (field 22, ticks since boot) follow it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** Asking the system costs a process: an answer serves for a while. */
const ASK_AGAIN_MS = 10_000;
const asked = new Map<number, { at: number; start: Promise<string> }>();

function askedStart(pid: number): Promise<string> {
  const known = asked.get(pid);
  if (known && Date.now() - known.at < ASK_AGAIN_MS) return known.start;
  const [program, args] =
    process.platform === 'win32'
      ? ['powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]]
      : ['ps', ['-o', 'lstart=', '-p', String(pid)]];
  const start = new Promise<string>((resolve) => {
    const options = { timeout: 5000, windowsHide: true, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
    execFile(program as string, args as string[], options, (error, out) => resolve(error ? '' : out.trim()));
  });
  asked.set(pid, { at: Date.now(), start });
  return start;
}
