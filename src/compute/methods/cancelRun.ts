/** cancelRun: asks a run's process to stop, waits, and ends it when it does not; what is finished is kept either way. */
import { setTimeout as wait } from 'node:timers/promises';
import { requestCancel } from '../../project/cancelRequest';
import { openProject } from '../../project/project';
import { goesOn, type LockState, lockState, type RunLock, takeLock } from '../../project/runLock';
import { appendEvent, summariseRun } from '../../project/runs';
import { ProblemError } from '../../protocol/problem';
import type { Method } from '../method';
import { runToCancel } from '../runningRun';

/** A step of a deep network on a processor takes seconds, opening its session too. */
const GRACE_SECONDS = 30;
const LOOK_MS = 200;

export const cancelRun: Method<'cancelRun'> = async ({ project: dir, run: name, graceSeconds = GRACE_SECONDS }, context) => {
  const project = await openProject(dir);
  const { run, dir: runDir } = await runToCancel(project, name);
  const found = await lockState(runDir);
  if (found.state === 'free' || !goesOn(found)) return summariseRun(project, run);
  const { lock } = found;
  await requestCancel(runDir, lock.token);
  context.log('info', `${run} is asked to stop.`);
  if (!(await over(runDir, lock, graceSeconds, context.signal))) {
    await end(runDir, lock, graceSeconds);
    // What it wrote in its last moment counts: it may have finished.
    if ((await summariseRun(project, run)).status === 'interrupted') await noteCancelled(runDir);
    context.log('warn', `Process ${lock.process.pid} of ${run} had not stopped after ${graceSeconds} s and was ended.`);
  }
  return summariseRun(project, run);
};

const holds = (state: LockState, { token }: RunLock): boolean => state.state !== 'free' && goesOn(state) && state.lock.token === token;

/** Waits until this holder has let go of the run; false when it has not within the time. */
async function over(runDir: string, lock: RunLock, seconds: number, signal?: AbortSignal): Promise<boolean> {
  for (const limit = Date.now() + 1000 * seconds; ; await wait(LOOK_MS)) {
    if (!holds(await lockState(runDir), lock)) return true;
    if (Date.now() > limit) return false;
    signal?.throwIfAborted();
  }
}

/** Ends the process, known by its number and its start, and notes the end in its place. */
async function end(runDir: string, lock: RunLock, graceSeconds: number): Promise<void> {
  const { pid, host } = lock.process;
  const stays = (found: string, remedy: string): ProblemError =>
    new ProblemError({ code: 'run.notStopped', file: runDir, found, expected: `its end within ${graceSeconds} s`, remedy });
  const state = await lockState(runDir);
  if (!holds(state, lock)) return;
  if (state.state === 'elsewhere')
    throw stays(`a run in process ${pid} on ${host} that does not stop`, 'It will when that machine reads the request; else end it there.');
  if (!lock.detached || pid === process.pid)
    throw stays(
      `a run in process ${pid}, which does more than this run, that does not stop`,
      'Press Ctrl-C in its terminal, or restart its notebook.',
    );
  process.kill(pid, 'SIGKILL');
  if (!(await over(runDir, lock, graceSeconds)))
    throw stays(`a process ${pid} that cannot be ended`, 'End it with the tools of the system.');
}

async function noteCancelled(runDir: string): Promise<void> {
  const held = await takeLock(runDir, false);
  await appendEvent(runDir, { type: 'cancelled' }).finally(held.release);
}
