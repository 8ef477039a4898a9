/** Brings a file of hundreds of megabytes over an unsteady line: goes on where it was cut, waits longer each time, and knows a full disk before. */

import { mkdir, open, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { writeProblem } from '../../project/files';
import { ProblemError } from '../../protocol/problem';
import { paced, type Task } from '../../protocol/task';
import { shown } from './address';
import { Part } from './part';
import { get, Passing } from './request';

export interface TransferOptions {
  /** Wait before the first new attempt; doubles with every one that brings nothing. Default 1000. */
  waitMs?: number;
  /** Attempts that bring nothing before giving up. Default 6. */
  attempts?: number;
  /** Longest silence of the server. Default 30,000. */
  timeoutMs?: number;
}

/** Left free on the disk. */
const SPARE_BYTES = 64 * 2 ** 20;

/**
 * Brings `url` to `target`.part, whole; gives the part's path and size. What has come is kept when the transfer is cancelled or fails, and the next
 * one goes on from there if the server still has the same file. Throws ProblemError `weights.*` or `file.*`, or the signal's reason.
 */
export async function transfer(
  url: URL,
  target: string,
  task: Task,
  options: TransferOptions = {},
): Promise<{ part: Part; bytes: number }> {
  const { waitMs = 1000, attempts = 6, timeoutMs = 30_000 } = options;
  const part = new Part(target);
  await mkdir(path.dirname(target), { recursive: true }).catch((error: unknown) => {
    throw writeProblem(path.dirname(target), error);
  });
  for (let failures = 0; ; ) {
    const before = (await part.resumable(shown(url)))?.bytes ?? 0;
    try {
      return { part, bytes: await attempt(url, part, task, timeoutMs) };
    } catch (error) {
      task.signal.throwIfAborted();
      if (!(error instanceof Passing)) throw error;
      const after = (await part.resumable(shown(url)))?.bytes ?? 0;
      failures = after > before ? 1 : failures + 1;
      if (failures >= attempts) throw givenUp(url, error, after);
      const wait = waitMs * 2 ** (failures - 1);
      task.log('info', `${error.message}: attempt ${failures + 1} of ${attempts} in ${(wait / 1000).toFixed(1)} s`);
      await delay(wait, task.signal);
    }
  }
}

/** One request; gives the bytes of the whole file. */
async function attempt(url: URL, part: Part, task: Task, timeoutMs: number): Promise<number> {
  const have = await part.resumable(shown(url));
  if (have && have.bytes === have.total) return have.total;
  const headers: Record<string, string> = have ? { range: `bytes=${have.bytes}-`, 'if-range': have.validator } : {};
  const response = await get(url, { headers, signal: task.signal, timeoutMs });
  try {
    if (response.statusCode === 416) {
      await part.discard();
      throw new Passing('the server no longer has the file that was begun');
    }
    const start = response.statusCode === 206 ? startOf(response, have) : 0;
    if (start === undefined) {
      await part.discard();
      throw new Passing('the server answered with another part than was asked for');
    }
    const rest = Number(response.headers['content-length'] ?? Number.NaN);
    const total = Number.isSafeInteger(rest) ? start + rest : undefined;
    if (start === 0) await part.begin(recordOf(url, response, total));
    await checkSpace(part, rest);
    return await receive(response, part, start, total, task);
  } finally {
    response.destroy();
  }
}

/** Where a partial answer begins, if that is where the part ends and the whole is as long as it was. */
function startOf(response: IncomingMessage, have: { bytes: number; total: number } | undefined): number | undefined {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '');
  if (!range || !have || Number(range[1]) !== have.bytes) return undefined;
  return range[3] === '*' || Number(range[3]) === have.total ? have.bytes : undefined;
}

/** A weak ETag may stay while bytes change: If-Range does not take it. */
function recordOf(url: URL, { headers }: IncomingMessage, total: number | undefined) {
  const validator = headers.etag?.startsWith('"') ? headers.etag : headers['last-modified'];
  return validator !== undefined && total !== undefined ? { url: shown(url), validator, total } : undefined;
}

async function receive(response: IncomingMessage, part: Part, start: number, total: number | undefined, task: Task): Promise<number> {
  const report = paced('fetch', (total ?? 0) - start, task);
  const handle = await open(part.file, start === 0 ? 'w' : 'a').catch((error: unknown) => {
    throw writeProblem(part.file, error);
  });
  let at = start;
  try {
    for await (const piece of pieces(response, task.signal)) {
      await handle.writeFile(piece).catch((error: unknown) => {
        throw writeProblem(part.file, error);
      });
      at += piece.length;
      report(at - start, `${megabytes(at)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (total !== undefined && at !== total) throw new Passing(`the connection ended after ${megabytes(at)} of ${megabytes(total)} MB`);
  return at;
}

async function* pieces(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const piece of response) yield piece as Buffer;
  } catch (error) {
    signal.throwIfAborted();
    throw new Passing(`the connection was cut (${error instanceof Error ? error.message : String(error)})`);
  }
}

async function checkSpace(part: Part, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(part.file));
  if (!(needed + SPARE_BYTES > bavail * bsize)) return;
  throw new ProblemError({
    code: 'file.diskFull',
    file: part.file,
    found: `${megabytes(bavail * bsize)} MB free on the disk`,
    expected: `${megabytes(needed + SPARE_BYTES)} MB`,
    remedy: 'Free some space, or let the environment variable DEEPMINER_CACHE name a folder on another disk.',
  });
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

function givenUp(url: URL, error: Error, bytes: number): ProblemError {
  return new ProblemError({
    code: 'weights.connection',
    found: `no lasting connection to ${shown(url)} (${error.message})`,
    expected: 'the whole file',
    remedy: `Run the command again${bytes > 0 ? `: it goes on after the ${megabytes(bytes)} MB that have come` : ''}. Behind a proxy, fetch the file by other means and name it in network.weights, or use --mirror.`,
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
