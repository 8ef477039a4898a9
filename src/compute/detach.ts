/** Starts a process that outlives its starter: a session of its own, no channel to anybody, its words in a file. */
import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StartTraining } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { childEnvironment, computeEntry, loaders } from './ownEntry';

/** Variables by which settings reach a process. */
const SETTINGS = ['DEEPMINER_DEVICE', 'DEEPMINER_THREADS'];

export interface Detached {
  pid: number;
  log: string;
  /** Bytes in the log before. */
  logFrom: number;
  /** Resolves when the process ends, as long as its starter lives. */
  ended: Promise<{ code: number | null }>;
}

/** Starts `train` on an existing run folder; its output is appended to `log`. */
export async function detachTraining(params: StartTraining & { run: string }, log: string): Promise<Detached> {
  const { environment, ...request } = params;
  await mkdir(path.dirname(log), { recursive: true });
  const file = await open(log, 'a');
  try {
    const { size } = await file.stat();
    const child = spawn(process.execPath, [...loaders(), computeEntry(), 'train', JSON.stringify(request)], {
      // A loader is found from where this process found it.
      cwd: loaders().length > 0 ? process.cwd() : params.project,
      env: environmentOf(environment),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', file.fd, file.fd],
    });
    const ended = new Promise<{ code: number | null }>((resolve) => child.once('exit', (code) => resolve({ code })));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(notStarted(log, error.message)));
    });
    child.unref();
    return { pid: child.pid!, log, logFrom: size, ended };
  } finally {
    await file.close();
  }
}

/** What the process said last, for the message that it did not come up. */
export async function lastWords(log: string, from: number): Promise<string> {
  const text = await readFile(log).catch(() => Buffer.alloc(0));
  return text.subarray(from).toString().trim().slice(-600);
}

export function notStarted(log: string, why: string): ProblemError {
  return new ProblemError({
    code: 'run.notStarted',
    file: log,
    found: `a process for this run that did not start (${why})`,
    expected: 'a process that takes the run',
    remedy: 'Read this log; run "deepminer train" in a terminal to see more.',
  });
}

function environmentOf(settings: StartTraining['environment']): NodeJS.ProcessEnv {
  const environment = childEnvironment();
  if (!settings) return environment;
  for (const name of SETTINGS) delete environment[name];
  return { ...environment, ...settings };
}
