/** progress.json of a run: how far its process is, written whole and at most twice a second, gone when the run ends. */
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunProgress } from '../protocol/compute';
import type { Progress, Task } from '../protocol/task';

const INTERVAL_MS = 500;
const FILE = 'progress.json';

export interface ProgressRecord {
  progress(progress: Progress): void;
  /** Removes the file. */
  close(): Promise<void>;
}

/** Keeps the latest progress in the run folder. A disk that takes no file costs the record, never the run: it is logged once. */
export function recordProgress(runDir: string, log: Task['log']): ProgressRecord {
  const file = path.join(runDir, FILE);
  let latest: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  let writing = Promise.resolve();
  let warned = false;
  const write = (): void => {
    const now = Date.now();
    last = now;
    const content: RunProgress = { at: new Date(now).toISOString(), ...latest! };
    timer = undefined;
    writing = writing
      .then(() => replace(file, `${JSON.stringify(content)}\n`))
      .catch((error: unknown) => {
        if (!warned) log('warn', `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
        warned = true;
      });
  };
  return {
    progress(progress) {
      latest = progress;
      timer ??= setTimeout(write, Math.max(0, last + INTERVAL_MS - Date.now()));
    },
    async close() {
      clearTimeout(timer);
      await writing;
      await rm(file, { force: true });
    },
  };
}

/** The latest progress of a run; undefined when there is none. Whether its process still runs, the lock says. */
export async function readProgress(runDir: string): Promise<RunProgress | undefined> {
  try {
    return JSON.parse(await readFile(path.join(runDir, FILE), 'utf8')) as RunProgress;
  } catch {
    return undefined;
  }
}

/** A reader sees the old content or the new. Nothing waits for the disk: after a power cut no progress is wanted. */
async function replace(file: string, content: string): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
