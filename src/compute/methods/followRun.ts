/** followRun: what a run's folder tells while its process works: progress, log lines, the end. Nothing here keeps the run alive or ends it. */
import { watch } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { openProject } from '../../project/project';
import { goesOn, lockState } from '../../project/runLock';
import { readProgress } from '../../project/runProgress';
import { summariseRun } from '../../project/runs';
import type { Task } from '../../protocol/task';
import type { Method } from '../method';
import { runToFollow } from '../runningRun';
import { LOG_FILE } from './startTraining';

/** Changes of the folder are heard of at once; where the system does not tell, a look a second. */
const LOOK_MS = 1000;

export const followRun: Method<'followRun'> = async ({ project: dir, run: name, logFrom }, context) => {
  const project = await openProject(dir);
  const { run, dir: runDir } = await runToFollow(project, name);
  const log = await followLog(path.join(runDir, LOG_FILE), context, logFrom);
  const changes = folderChanges(runDir, context.signal);
  let shown: string | undefined;
  try {
    for (;;) {
      const running = goesOn(await lockState(runDir));
      await log.read();
      if (!running) return await summariseRun(project, run);
      const progress = await readProgress(runDir);
      if (progress && progress.at !== shown) context.progress(progress);
      shown = progress?.at;
      await changes.next();
      context.signal.throwIfAborted();
    }
  } finally {
    changes.close();
  }
};

/** Wakes at a change in the folder, after LOOK_MS at the latest, or when the signal aborts. */
function folderChanges(dir: string, signal: AbortSignal): { next(): Promise<void>; close(): void } {
  let wake: () => void = () => undefined;
  let changed = false;
  const hear = (): void => {
    changed = true;
    wake();
  };
  const watcher = (() => {
    try {
      return watch(dir, hear).on('error', () => undefined);
    } catch {
      return undefined;
    }
  })();
  signal.addEventListener('abort', hear, { once: true });
  return {
    async next() {
      if (!changed) {
        const timer = setTimeout(() => wake(), LOOK_MS);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        clearTimeout(timer);
      }
      changed = false;
    },
    close() {
      watcher?.close();
      signal.removeEventListener('abort', hear);
    },
  };
}

/** Passes new lines of a run's log on, from a byte on, or from its present end. */
async function followLog(file: string, task: Task, from: number | undefined): Promise<{ read(): Promise<void> }> {
  const sizeOf = async (): Promise<number> => {
    const handle = await open(file).catch(() => undefined);
    if (!handle) return 0;
    return (await handle.stat().finally(() => handle.close())).size;
  };
  let at = from ?? (await sizeOf());
  return {
    async read() {
      const handle = await open(file).catch(() => undefined);
      if (!handle) return;
      try {
        const { size } = await handle.stat();
        if (size <= at) return;
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - at), 0, size - at, at);
        // A line that is still being written is read when it is whole.
        const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
        at += whole;
        for (const line of buffer.subarray(0, whole).toString().split('\n').filter(Boolean)) pass(line, task);
      } finally {
        await handle.close();
      }
    },
  };
}

function pass(line: string, task: Task): void {
  const match = /^\S+ \[(debug|info|warn|error)\] (.*)$/.exec(line);
  if (match) task.log(match[1] as 'info', match[2]);
  else task.log('info', line);
}
