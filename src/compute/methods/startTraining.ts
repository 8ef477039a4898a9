/** startTraining: a run in a process of its own, which goes on when window, terminal and this process are gone. */
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { environmentChoice } from '../../network/device';
import { openProject, requireData } from '../../project/project';
import { lockState, takeLock } from '../../project/runLock';
import { summariseRun } from '../../project/runs';
import type { DeviceChoice } from '../../protocol/device';
import { type Detached, detachTraining, lastWords, notStarted } from '../detach';
import type { Method } from '../method';
import { newRun, resumedRun } from '../runToTrain';
import { deviceFor } from '../thisMachine';

export const LOG_FILE = 'log.txt';
/** A process that has not come up by then is said to be slow, and left to come up. */
const START_LIMIT_MS = 60_000;
const LOOK_MS = 50;

export const startTraining: Method<'startTraining'> = async (params, context) => {
  const project = await openProject(params.project);
  await requireData(project);
  const asked = params.device ?? (params.environment?.['DEEPMINER_DEVICE'] as DeviceChoice | undefined) ?? environmentChoice().device;
  // A device that is asked for and fails is told of before there is a run; what `auto` takes is looked for by the run's own process.
  if (asked !== 'auto') await deviceFor(asked, context);
  const { run, dir } = await (params.resume ? resumedRun(project, params) : newRun(project, params));
  // Refuses a run that goes on, in words, before a process is started for it.
  await (await takeLock(dir, false)).release();
  // The folder is there: to its own process, beginning is resuming from nothing.
  const overrides = params.resume ? params.overrides : undefined;
  const detached = await detachTraining({ ...params, run, resume: true, overrides }, path.join(dir, LOG_FILE));
  context.log('info', `Process ${detached.pid} trains ${run}; its log is ${detached.log}`);
  await taken(dir, detached);
  if (!(await isNoted(dir, detached, () => summariseRun(project, run))))
    throw notStarted(detached.log, (await lastWords(detached.log, detached.logFrom)) || 'it ended without a word');
  return { run, dir, pid: detached.pid, log: detached.log, logFrom: detached.logFrom };
};

/** Waits until the process has the run or has ended. */
async function taken(dir: string, { pid, ended }: Detached): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const limit = Date.now() + START_LIMIT_MS; !over && Date.now() < limit; await wait(LOOK_MS)) {
    const state = await lockState(dir);
    if (state.state === 'held' && state.lock.process.pid === pid) return;
  }
}

/** Whether the run's folder knows of the process: it goes on, or how it ended was written down. */
async function isNoted(dir: string, { ended }: Detached, summary: () => Promise<{ status: string }>): Promise<boolean> {
  const over = await Promise.race([ended, wait(0).then(() => undefined)]);
  if (!over || (await lockState(dir)).state === 'held') return true;
  return over.code === 0 || (await summary()).status !== 'interrupted';
}
