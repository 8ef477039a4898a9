/** Run folders: runs/<name>/ with config.json, events.jsonl, checkpoints/, evaluation.json, mining/, explanations/. */
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EpochMetrics, PartMetrics, RunSummary } from '../protocol/compute';
import { evaluationFile } from '../protocol/evaluation';
import { type Problem, ProblemError } from '../protocol/problem';
import type { Config } from './config';
import { readJson, writeJson, writeProblem } from './files';
import type { Project } from './project';
import { goesOn, type LockState, lockState } from './runLock';
import { readProgress } from './runProgress';

/** What a run was started with: its resolved settings. */
export interface RunConfig {
  version: 1;
  run: string;
  config: Config;
  createdAt: string;
}

export type RunEvent = { at?: string } & (
  | {
      type: 'started';
      pid: number;
      epochs: number;
      trainPatches: number;
      device?: string;
      resumedFrom?: number;
      overrides?: Record<string, unknown>;
    }
  | ({ type: 'epoch'; checkpoint: string; network: string } & EpochMetrics)
  /** One step among many, for curves; `step` counts from the run's beginning. A step that was trained again stands there again. */
  | { type: 'step'; epoch: number; step: number; loss: number; learningRate: number }
  /** A learning rate that was tried; `holdout` is absent when it diverged. */
  | {
      type: 'candidate';
      /** Content address of the training patches. */
      data: string;
      learningRate: number;
      steps: number;
      seconds: number;
      /** Mean training loss since the point before. */
      curve: { step: number; loss: number }[];
      holdout?: PartMetrics;
    }
  /** What the candidates led to, and what they cost together. */
  | { type: 'selected'; data: string; learningRate: number; metric: 'loss' | 'auc'; steps: number; seconds: number }
  /** A run resumed at another learning rate, after so many epochs and steps of the next one. */
  | { type: 'changed'; learningRate: number; before: number; epochs: number; steps: number }
  | { type: 'finished'; bestEpoch?: number; stoppedEarly?: boolean }
  | { type: 'cancelled' }
  | { type: 'failed'; message: string; problem?: Problem }
);

/** Makes runs/<name> with its config.json; without a name, the next run-NNN. */
export async function createRun(project: Project, config: Config, name?: string): Promise<{ run: string; dir: string }> {
  const run = name ?? (await nextName(project));
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(run))
    throw new ProblemError({
      code: 'run.name',
      found: `the run name "${run}"`,
      expected: 'letters, digits, spaces, dots, hyphens and underscores',
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
  if (!run || path.basename(run) !== run)
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
  const text = await readFile(path.join(runDir, 'events.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as RunEvent] : [];
    } catch {
      return [];
    }
  });
}

/** A run as lists show it, from its files alone. */
export async function summariseRun(project: Project, name: string): Promise<RunSummary> {
  const { dir, config } = await findRun(project, name);
  // The lock first: an end that is noted meanwhile is then still seen as going on, never as broken off.
  const lock = await lockState(dir);
  const running = goesOn(lock);
  const events = await readEvents(dir);
  const started = events.findLast((e) => e.type === 'started');
  const ended = events.findLast((e) => e.type === 'started' || e.type === 'finished' || e.type === 'cancelled' || e.type === 'failed');
  const epochs = events.flatMap((e) => (e.type === 'epoch' ? [e] : []));
  const last = epochs.length > 0 ? epochs.reduce((a, b) => (b.epoch >= a.epoch ? b : a)) : undefined;
  const used = usedEpoch(config.config, events);
  const mined = await readdir(path.join(dir, 'mining')).catch(() => [] as string[]);
  const files = await readdir(dir);
  return {
    run: name,
    dir,
    createdAt: config.createdAt,
    ...(running ? { status: 'running' } : stateOf(ended)),
    ...(running && lock.state !== 'free' && { progress: await readProgress(dir), process: processOf(lock) }),
    network: config.config.network.architecture,
    epochs: started?.epochs ?? config.config.training.epochs,
    epochsDone: last?.epoch ?? 0,
    trainPatches: started?.trainPatches ?? 0,
    last,
    bestEpoch: last?.bestEpoch,
    learningRate: events.findLast((e) => e.type === 'selected' || e.type === 'changed')?.learningRate,
    checkpoint: used ? path.join(dir, used.checkpoint) : undefined,
    mined: mined.find((m) => /^[0-9a-f]{16}$/.test(m)),
    evaluated: files.includes(EVALUATION),
    ...(used && files.includes(EVALUATION) && (await isOutdated(dir, used.network)) && { evaluationOutdated: true }),
  };
}

type EpochEvent = Extract<RunEvent, { type: 'epoch' }>;

/** The epoch whose network later steps use: the best where the run may stop early, any other's last, as the paper's. */
function usedEpoch(config: Config, events: readonly RunEvent[]): EpochEvent | undefined {
  const epochs = new Map(events.flatMap((e) => (e.type === 'epoch' ? [[e.epoch, e] as const] : [])));
  const last = [...epochs.values()].sort((a, b) => a.epoch - b.epoch).at(-1);
  return (config.training.earlyStop && epochs.get(last?.bestEpoch ?? 0)) || last;
}

/** Content hash and file of the network that a run's later steps use, as the run noted them; undefined before its first epoch. */
export async function usedNetwork(project: Project, name: string): Promise<{ network: string; checkpoint: string } | undefined> {
  const { dir, config } = await findRun(project, name);
  const used = usedEpoch(config.config, await readEvents(dir));
  return used && { network: used.network, checkpoint: path.join(dir, used.checkpoint) };
}

const EVALUATION = evaluationFile('test');

/** Whether evaluation.json names another network; one that names none is of an older program, and of which network nobody knows. */
async function isOutdated(dir: string, network: string): Promise<boolean> {
  const evaluation = await readJson<{ network?: string }>(path.join(dir, EVALUATION), 'deepminer evaluate').catch(() => undefined);
  return evaluation?.network !== network;
}

/** How a run without a process ended: a `started` that nothing followed was broken off. */
function stateOf(ended: RunEvent | undefined): Pick<RunSummary, 'status' | 'failure'> {
  if (ended?.type === 'finished' || ended?.type === 'cancelled') return { status: ended.type };
  return ended?.type === 'failed'
    ? { status: 'failed', failure: { message: ended.message, problem: ended.problem } }
    : { status: 'interrupted' };
}

function processOf({ state, lock }: Exclude<LockState, { state: 'free' }>): RunSummary['process'] {
  return { pid: lock.process.pid, host: state === 'elsewhere' ? lock.process.host : undefined, detached: lock.detached };
}
