/**
 * The lock of a run folder, lock-<n>.json: at most one process works on a run. A lock names its process; when that is gone, it is stale and the
 * next taker writes lock-<n+1>.json. A taker stays only if no lock is there beside its own but those it had seen to be stale, so that of two
 * takers at once one wins, even when both found the same stale lock.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ownIdentity, type ProcessIdentity, presenceOf } from '../processes/identity';
import { ProblemError } from '../protocol/problem';
import { writeProblem } from './files';

export interface RunLock {
  /** Of this taking: a cancel request names it, so that it reaches no later process. */
  token: string;
  process: ProcessIdentity;
  /** Whether the process belongs to the run alone; another (a terminal's, a notebook's) is asked to stop and never killed. */
  detached: boolean;
  since: string;
}

/** `elsewhere`: taken on another machine or in a container, whose processes cannot be seen from here. */
export type LockState =
  | { state: 'free' }
  | { state: 'held' | 'stale' | 'elsewhere'; lock: RunLock; file: string /** Since its last sign of life. */; quietSeconds: number };

export interface HeldLock {
  lock: RunLock;
  /** Gives a sign of life, for those who cannot see the process; false when the lock is no longer this process'. */
  beat(): Promise<boolean>;
  release(): Promise<void>;
}

/** A holder gives a sign of life many times in this while. */
export const QUIET_LIMIT_SECONDS = 60;
/** A file without readable content is being written, or a relic of a full disk. */
const UNREADABLE_LIMIT_SECONDS = 10;
const ATTEMPTS = 20;

/** Who works on a run. */
export async function lockState(runDir: string): Promise<LockState> {
  const states = await Promise.all((await lockFiles(runDir)).map(judge));
  const there = states.filter((s) => s.state !== 'free');
  return there.find((s) => s.state === 'held') ?? there.find((s) => s.state === 'elsewhere') ?? there.at(-1) ?? { state: 'free' };
}

/** Whether a run goes on, as far as can be known from here: elsewhere a sign of life within the last minute says so. */
export function goesOn(lock: LockState): boolean {
  return lock.state === 'held' || (lock.state === 'elsewhere' && lock.quietSeconds < QUIET_LIMIT_SECONDS);
}

/** Takes the lock of a run. Throws ProblemError `run.running` while another process has it, `run.elsewhere` when that cannot be known. */
export async function takeLock(runDir: string, detached: boolean): Promise<HeldLock> {
  const lock: RunLock = { token: randomUUID(), process: await ownIdentity(), detached, since: new Date().toISOString() };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const files = await lockFiles(runDir);
    const seen = await Promise.all(files.map(judge));
    for (const state of seen) if (state.state === 'held' || state.state === 'elsewhere') throw refused(runDir, state);
    const file = path.join(runDir, `lock-${Math.max(0, ...files.map(generation)) + 1}.json`);
    if (!(await createWhole(file, `${JSON.stringify(lock, null, 2)}\n`))) continue;
    const stale = new Map(seen.flatMap((s) => (s.state === 'stale' ? [[s.file, s.lock.token] as const] : [])));
    if (await isAlone(runDir, file, stale)) {
      for (const old of stale.keys()) await rm(old, { force: true });
      return { lock, beat: () => beat(file, lock), release: () => release(file, lock) };
    }
    await rm(file, { force: true });
    await wait(20 + 80 * Math.random());
  }
  throw new ProblemError({
    code: 'run.lock',
    file: runDir,
    found: 'several processes that want this run at once',
    expected: 'one',
    remedy: 'Try again.',
  });
}

/** No lock is there but `own` and those seen to be stale before. */
async function isAlone(runDir: string, own: string, stale: ReadonlyMap<string, string>): Promise<boolean> {
  for (const file of await lockFiles(runDir)) {
    if (file === own) continue;
    const lock = await readLock(file);
    if (lock !== 'missing' && (lock === 'unreadable' ? '' : lock.token) !== stale.get(file)) return false;
  }
  return true;
}

async function beat(file: string, { token }: RunLock): Promise<boolean> {
  const found = await readLock(file);
  if (found === 'missing' || found === 'unreadable' || found.token !== token) return false;
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
  return true;
}

async function release(file: string, { token }: RunLock): Promise<void> {
  const found = await readLock(file);
  if (found !== 'missing' && found !== 'unreadable' && found.token === token) await rm(file, { force: true });
}

const generation = (file: string): number => Number(/lock-(\d+)\.json$/.exec(file)?.[1]);

/** Oldest first. */
async function lockFiles(runDir: string): Promise<string[]> {
  const names = await readdir(runDir).catch(() => [] as string[]);
  return names
    .filter((n) => /^lock-\d+\.json$/.test(n))
    .map((n) => path.join(runDir, n))
    .sort((a, b) => generation(a) - generation(b));
}

/** What a lock file says of its process; also of other files that name one in the same words. */
export async function judge(file: string): Promise<LockState> {
  const lock = await readLock(file);
  const written = await stat(file).catch(() => undefined);
  if (lock === 'missing' || !written) return { state: 'free' };
  const quietSeconds = Math.max(0, (Date.now() - written.mtimeMs) / 1000);
  if (lock === 'unreadable') {
    const unknown: RunLock = { token: '', process: { pid: 0, start: '', host: '', machine: '' }, detached: false, since: '' };
    return { state: quietSeconds < UNREADABLE_LIMIT_SECONDS ? 'held' : 'stale', lock: unknown, file, quietSeconds };
  }
  const presence = await presenceOf(lock.process);
  // A container under the same name that counts its processes anew was started again.
  const startedAgain = presence === 'elsewhere' && lock.process.host === (await ownIdentity()).host && quietSeconds > QUIET_LIMIT_SECONDS;
  const state = presence === 'alive' ? 'held' : presence === 'gone' || startedAgain ? 'stale' : 'elsewhere';
  return { state, lock, file, quietSeconds };
}

async function readLock(file: string): Promise<RunLock | 'missing' | 'unreadable'> {
  try {
    const lock = JSON.parse(await readFile(file, 'utf8')) as RunLock;
    return typeof lock.token === 'string' && typeof lock.process?.pid === 'number' ? lock : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}

/** Creates a file with its whole content, or says false when there is one: by a link where the disk knows links. */
export async function createWhole(file: string, content: string): Promise<boolean> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await write(temporary, content);
    try {
      await link(temporary, file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EISDIR'].includes(code ?? '')) throw error;
      await write(file, content);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeProblem(file, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function write(file: string, content: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refused(runDir: string, { state, lock, file, quietSeconds }: Exclude<LockState, { state: 'free' }>): ProblemError {
  const run = path.basename(runDir);
  if (state === 'held')
    return new ProblemError({
      code: 'run.running',
      file: runDir,
      found: `a run that is still going on${lock.process.pid ? ` in process ${lock.process.pid}` : ''}`,
      expected: 'a run that was cancelled or interrupted',
      remedy: `Wait for it, or cancel it first with "deepminer cancel --run ${run}" (command DeepMiner: Cancel Run).`,
    });
  return new ProblemError({
    code: 'run.elsewhere',
    file,
    found: `a run that belongs to process ${lock.process.pid} on ${lock.process.host}, last heard of ${Math.round(quietSeconds)} s ago`,
    expected: 'a run that nobody works on',
    remedy: 'Cancel it there. If that machine is gone for good, delete this file and try again.',
  });
}
