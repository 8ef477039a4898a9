/** Run folders: runs/<name>/ with config.json, events.jsonl, checkpoints/, evaluation.json, mining/, explanations/. */
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunSummary } from '../protocol/compute';
import { evaluationFile } from '../protocol/evaluation';
import { ProblemError } from '../protocol/problem';
import { describeRun, parseEvents, type RunEvent, usedEpoch } from '../protocol/runFiles';
import type { Config } from './config';
import { isFileName, isPortable } from './fileName';
import { readJson, writeJson, writeProblem } from './files';
import type { Project } from './project';
import { goesOn, type LockState, lockState } from './runLock';
import { readProgress } from './runProgress';

export type { RunEvent } from '../protocol/runFiles';

/** What a run was started with: its resolved settings. */
export interface RunConfig {
  version: 1;
  run: string;
  config: Config;
  createdAt: string;
}

/** Makes runs/<name> with its config.json; without a name, the next run-NNN. */
export async function createRun(project: Project, config: Config, name?: string): Promise<{ run: string; dir: string }> {
  const run = name ?? (await nextName(project));
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(run) || !isPortable(run))
    throw new ProblemError({
      code: 'run.name',
      found: `the run name "${run}"`,
      expected: 'letters, digits, spaces, dots, hyphens and underscores, no dot or space at the end, and no name of a device (con, aux)',
      remedy: 'Choose another name.',
    });
  const dir = path.join(project.runsDir, run);
  const existing = await readdir(dir).catch(() => []);
  if (existing.length > 0)
    throw new ProblemError({
      code: 'run.exists',
      file: dir,
      found: 'a run of this name',
      expected: 'a new name',
      remedy: 'Choose another name, or resume this run with --resume.',
    });
  await mkdir(path.join(dir, 'checkpoints'), { recursive: true }).catch((error: unknown) => {
    throw writeProblem(dir, error);
  });
  await writeJson(path.join(dir, 'config.json'), { version: 1, run, config, createdAt: new Date().toISOString() } satisfies RunConfig);
  return { run, dir };
}

async function nextName(project: Project): Promise<string> {
  const names = await readdir(project.runsDir).catch(() => [] as string[]);
  const last = Math.max(0, ...names.map((n) => Number(/^run-(\d+)$/.exec(n)?.[1] ?? 0)));
  return `run-${String(last + 1).padStart(3, '0')}`;
}

/** The named run, or the newest one. Throws ProblemError `run.missing`. */
export async function findRun(project: Project, name?: string): Promise<{ run: string; dir: string; config: RunConfig }> {
  const run = name ?? (await runNames(project)).at(-1);
  if (!run || !isFileName(run))
    throw new ProblemError({
      code: 'run.missing',
      file: project.runsDir,
      found: run ? `the run name "${run}"` : 'no run',
      expected: 'a trained run',
      remedy: 'Train one with "deepminer train" (command DeepMiner: Train).',
    });
  const dir = path.join(project.runsDir, run);
  return { run, dir, config: await readJson<RunConfig>(path.join(dir, 'config.json'), 'deepminer train') };
}

/** Names of all runs, oldest first. */
export async function runNames(project: Project): Promise<string[]> {
  const names = await readdir(project.runsDir).catch(() => [] as string[]);
  const dated: { name: string; at: string }[] = [];
  for (const name of names) {
    const config = await readJson<RunConfig>(path.join(project.runsDir, name, 'config.json'), 'deepminer train').catch(() => undefined);
    if (config) dated.push({ name, at: config.createdAt });
  }
  return dated.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.name < b.name ? -1 : 1)).map((d) => d.name);
}

/** Appends one event; the line is on disk when this returns. */
export async function appendEvent(runDir: string, event: RunEvent): Promise<void> {
  const file = path.join(runDir, 'events.jsonl');
  try {
    const handle = await open(file, 'a+');
    try {
      const { size } = await handle.stat();
      // A torn last line (a killed process) is closed first, so that it takes no whole event with it.
      const torn = size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== 10;
      await handle.write(`${torn ? '\n' : ''}${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw writeProblem(file, error);
  }
}

/** All whole lines of events.jsonl; a torn last line (a killed process) is passed over. */
export async function readEvents(runDir: string): Promise<RunEvent[]> {
  return parseEvents(await readFile(path.join(runDir, 'events.jsonl'), 'utf8').catch(() => ''));
}

/** A run as lists show it, from its files alone. */
export async function summariseRun(project: Project, name: string): Promise<RunSummary> {
  const { dir, config } = await findRun(project, name);
  // The lock first: an end that is noted meanwhile is then still seen as going on, never as broken off.
  const lock = await lockState(dir);
  const running = goesOn(lock);
  const events = await readEvents(dir);
  const mined = await readdir(path.join(dir, 'mining')).catch(() => [] as string[]);
  const evaluated = (await readdir(dir)).includes(EVALUATION);
  return {
    ...describeRun(
      {
        run: name,
        dir,
        createdAt: config.createdAt,
        settings: config.config,
        events,
        mined,
        evaluation: evaluated ? await evaluationOf(dir) : undefined,
        running,
      },
      path.join,
    ),
    ...(running && lock.state !== 'free' && { progress: await readProgress(dir), process: processOf(lock) }),
  };
}

/** Content hash and file of the network that a run's later steps use, as the run noted them; undefined before its first epoch. */
export async function usedNetwork(project: Project, name: string): Promise<{ network: string; checkpoint: string } | undefined> {
  const { dir, config } = await findRun(project, name);
  const used = usedEpoch(config.config, await readEvents(dir));
  return used && { network: used.network, checkpoint: path.join(dir, used.checkpoint) };
}

const EVALUATION = evaluationFile('test');

/** Which network evaluation.json is of, as far as it says so. */
function evaluationOf(dir: string): Promise<{ network?: string }> {
  return readJson<{ network?: string }>(path.join(dir, EVALUATION), 'deepminer evaluate').catch(() => ({}));
}

function processOf({ state, lock }: Exclude<LockState, { state: 'free' }>): RunSummary['process'] {
  return { pid: lock.process.pid, host: state === 'elsewhere' ? lock.process.host : undefined, detached: lock.detached };
}
