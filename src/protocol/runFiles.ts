/** What the files of a run say of it, whoever reads them: the events of events.jsonl, and the line that lists show. */
import type { EpochMetrics, PartMetrics, RunSummary } from './compute';
import type { Problem } from './problem';

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

/** All events of events.jsonl; a torn last line (a killed process) and lines that are no events are passed over. */
export function parseEvents(text: string): RunEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return isEvent(event) ? [event] : [];
    } catch {
      return [];
    }
  });
}

function isEvent(value: unknown): value is RunEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { type, epoch, checkpoint, network } = value as Partial<Record<string, unknown>>;
  if (type !== 'epoch') return typeof type === 'string';
  return typeof epoch === 'number' && typeof checkpoint === 'string' && typeof network === 'string';
}

/** What is needed here of the settings that a run was started with. */
export interface RunSettings {
  network: { architecture: string };
  training: { epochs: number; earlyStop?: object | null };
}

export interface RunFiles {
  run: string;
  /** Its folder. */
  dir: string;
  /** When it was begun, ISO 8601. */
  createdAt: string;
  settings: RunSettings;
  events: readonly RunEvent[];
  /** Names in its folder mining. */
  mined: readonly string[];
  /** Which network evaluation.json is of; absent without such a file. One that names none is of an older program. */
  evaluation?: { network?: string };
  /** Whether a process works on it. */
  running: boolean;
}

/** A run as lists show it. `join` puts paths together, as the reader's system does. */
export function describeRun(
  { run, dir, createdAt, settings, events, mined, evaluation, running }: RunFiles,
  join: (...parts: string[]) => string,
): RunSummary {
  const started = events.findLast((e) => e.type === 'started');
  const ended = events.findLast((e) => e.type === 'started' || e.type === 'finished' || e.type === 'cancelled' || e.type === 'failed');
  const epochs = events.flatMap((e) => (e.type === 'epoch' ? [e] : []));
  const last = epochs.length > 0 ? epochs.reduce((a, b) => (b.epoch >= a.epoch ? b : a)) : undefined;
  const used = usedEpoch(settings, events);
  return {
    run,
    dir,
    createdAt,
    ...(running ? { status: 'running' } : stateOf(ended)),
    network: settings.network.architecture,
    epochs: started?.epochs ?? settings.training.epochs,
    epochsDone: last?.epoch ?? 0,
    trainPatches: started?.trainPatches ?? 0,
    last,
    bestEpoch: last?.bestEpoch,
    learningRate: events.findLast((e) => e.type === 'selected' || e.type === 'changed')?.learningRate,
    checkpoint: used && join(dir, used.checkpoint),
    mined: mined.find((m) => /^[0-9a-f]{16}$/.test(m)),
    evaluated: evaluation !== undefined,
    ...(used && evaluation && evaluation.network !== used.network && { evaluationOutdated: true }),
  };
}

type EpochEvent = Extract<RunEvent, { type: 'epoch' }>;

/** The epoch whose network later steps use: the best where the run may stop early, any other's last, as the paper's. */
export function usedEpoch(settings: RunSettings, events: readonly RunEvent[]): EpochEvent | undefined {
  const epochs = new Map(events.flatMap((e) => (e.type === 'epoch' ? [[e.epoch, e] as const] : [])));
  const last = [...epochs.values()].sort((a, b) => a.epoch - b.epoch).at(-1);
  return (settings.training.earlyStop && epochs.get(last?.bestEpoch ?? 0)) || last;
}

/** How a run without a process ended: a `started` that nothing followed was broken off. */
function stateOf(ended: RunEvent | undefined): Pick<RunSummary, 'status' | 'failure'> {
  if (ended?.type === 'finished' || ended?.type === 'cancelled') return { status: ended.type };
  return ended?.type === 'failed'
    ? { status: 'failed', failure: { message: ended.message, problem: ended.problem } }
    : { status: 'interrupted' };
}
