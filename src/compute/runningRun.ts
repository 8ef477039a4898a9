/** The run that a terminal means when it names none: the one that goes on. */
import type { Project } from '../project/project';
import { goesOn, lockState } from '../project/runLock';
import { findRun, runNames } from '../project/runs';
import { ProblemError } from '../protocol/problem';

/** The named run; else the newest that goes on; else the newest. Throws ProblemError `run.missing`. */
export async function runToFollow(project: Project, name?: string): Promise<{ run: string; dir: string }> {
  return findRun(project, name ?? (await runningRuns(project)).at(-1));
}

/** The named run, or the one that goes on. Throws ProblemError when none or several do. */
export async function runToCancel(project: Project, name?: string): Promise<{ run: string; dir: string }> {
  if (name) return findRun(project, name);
  const running = await runningRuns(project);
  if (running.length === 1) return findRun(project, running[0]);
  throw new ProblemError({
    code: running.length === 0 ? 'run.noneRunning' : 'run.severalRunning',
    file: project.runsDir,
    found: running.length === 0 ? 'no run that goes on' : `${running.length} runs that go on: ${running.join(', ')}`,
    expected: 'one',
    remedy: running.length === 0 ? 'There is nothing to cancel.' : 'Name one with --run.',
  });
}

/** Names of the runs that go on, oldest first. */
async function runningRuns(project: Project): Promise<string[]> {
  const running: string[] = [];
  for (const name of await runNames(project)) {
    const { dir } = await findRun(project, name);
    if (goesOn(await lockState(dir))) running.push(name);
  }
  return running;
}
