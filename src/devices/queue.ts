/**
 * The queue of a device: one long job at a time, whatever window, terminal or notebook it was started from, in the order in which they came.
 * A job draws a ticket, a file `ticket-<n>.json` that names its process; tickets of processes that are gone count for nothing. Whoever has none before
 * it takes the lock beside the tickets, so that of two at once, which could both see nobody before them, one works.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ownIdentity } from '../processes/identity';
import { createWhole, type HeldLock, judge, type RunLock, takeLock } from '../project/runLock';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';

/** What a job is, for those who wait for it: `Training run-002 of sample`. */
export type Job = string;

interface Ticket extends RunLock {
  job: Job;
}

const LOOK_MS = 300;

/**
 * Runs `work` when it is its turn; until then the task's progress says what it waits for. Throws what the work throws, and the signal's reason when it
 * is cancelled while it waits: the others move up then.
 * @param folder the queue's folder; undefined: there is no queue. One that cannot be written to costs the order, never the work: that is logged.
 */
export async function inTurn<T>(folder: string | undefined, job: Job, task: Task, work: () => Promise<T>): Promise<T> {
  if (folder === undefined) return work();
  let turn: { release(): Promise<void> } | undefined;
  try {
    turn = await takeTurn(folder, job, task);
  } catch (error) {
    if (task.signal.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    task.log('warn', `The queue of this device cannot be kept, so ${job} does not wait for other work: ${message}`);
  }
  try {
    return await work();
  } finally {
    await turn?.release();
  }
}

async function takeTurn(folder: string, job: Job, task: Task): Promise<{ release(): Promise<void> }> {
  const { file, number } = await drawTicket(folder, job);
  const leave = (): Promise<void> => rm(file, { force: true });
  try {
    for (let said = ''; ; await wait(LOOK_MS, undefined, { signal: task.signal }).catch(() => undefined)) {
      task.signal.throwIfAborted();
      const others = (await tickets(folder)).filter((ticket) => ticket.file !== file);
      const before = others.filter((ticket) => ticket.number < number);
      const held = before.length === 0 ? await lockIfFree(folder) : undefined;
      if (held) return { release: () => held.release().then(leave) };
      const waitingFor = waitingText(before.length > 0 ? before : others);
      task.progress({ stage: 'wait', done: 0, total: 0, waitingFor, message: `waiting for ${waitingFor}` });
      if (waitingFor !== said) task.log('info', `${job} waits for ${waitingFor}.`);
      said = waitingFor;
    }
  } catch (error) {
    await leave();
    throw error;
  }
}

/** The one that works, and how many stand between. */
function waitingText(ahead: readonly { job: Job }[]): string {
  const [first] = ahead;
  if (!first) return 'other work on this device';
  return ahead.length === 1 ? first.job : `${first.job} and ${ahead.length - 1} more`;
}

/** Undefined while another job has it. */
async function lockIfFree(folder: string): Promise<HeldLock | undefined> {
  try {
    return await takeLock(folder, false);
  } catch (error) {
    if (error instanceof ProblemError && ['run.running', 'run.lock'].includes(error.problem.code)) return undefined;
    throw error;
  }
}

/** A ticket with a number above all that are there. */
async function drawTicket(folder: string, job: Job): Promise<{ file: string; number: number }> {
  await mkdir(folder, { recursive: true });
  const ticket: Ticket = { token: randomUUID(), process: await ownIdentity(), detached: false, since: new Date().toISOString(), job };
  for (;;) {
    const number = Math.max(0, ...(await ticketNumbers(folder))) + 1;
    const file = ticketFile(folder, number);
    if (await createWhole(file, `${JSON.stringify(ticket, null, 2)}\n`)) return { file, number };
  }
}

/** Those of processes that are there, in their order; what others left behind is removed. */
async function tickets(folder: string): Promise<{ file: string; number: number; job: Job }[]> {
  const found = [];
  for (const number of (await ticketNumbers(folder)).sort((a, b) => a - b)) {
    const file = ticketFile(folder, number);
    const { state } = await judge(file);
    if (state === 'stale') await rm(file, { force: true });
    else if (state !== 'free') found.push({ file, number, job: await jobOf(file) });
  }
  return found;
}

async function jobOf(file: string): Promise<Job> {
  try {
    const { job } = JSON.parse(await readFile(file, 'utf8')) as Partial<Ticket>;
    return typeof job === 'string' ? job : 'other work';
  } catch {
    // It is being written, or has just been taken away.
    return 'other work';
  }
}

async function ticketNumbers(folder: string): Promise<number[]> {
  const numbers = (await readdir(folder)).map((name) => Number(/^ticket-(\d+)\.json$/.exec(name)?.[1]));
  return numbers.filter((number) => Number.isSafeInteger(number));
}

const ticketFile = (folder: string, number: number): string => path.join(folder, `ticket-${number}.json`);
