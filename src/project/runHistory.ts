/** What a run's files tell of its course: epochs, steps, starts, and the log's warnings. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { EpochMetrics } from '../protocol/compute';
import type { RunHistory, RunLogLine, RunStart, StepLoss, TriedRate } from '../protocol/runHistory';
import type { RunEvent } from './runs';

/** More points than a curve has pixels are not seen. */
const MOST_STEPS = 400;
const MOST_LINES = 100;
/** A log of a long run may be large; what is newest stands at its end. */
const LOG_TAIL_BYTES = 256 * 1024;

/** Epochs, steps, starts and tried learning rates, from events in the order in which they were written. */
export function courseOf(events: readonly RunEvent[]): Pick<RunHistory, 'epochs' | 'steps' | 'starts' | 'tried'> {
  const epochs = new Map<number, EpochMetrics>();
  const steps = new Map<number, StepLoss>();
  const starts: RunStart[] = [];
  const tried = new Map<number, TriedRate>();
  for (const event of events) {
    if (event.type === 'epoch') {
      const { type, at, checkpoint, network, ...metrics } = event;
      epochs.set(metrics.epoch, metrics);
    } else if (event.type === 'step') steps.set(event.step, { epoch: event.epoch, step: event.step, loss: event.loss });
    else if (event.type === 'started') starts.push({ at: event.at, device: event.device, resumedFrom: event.resumedFrom });
    else if (event.type === 'candidate')
      tried.set(event.learningRate, { learningRate: event.learningRate, holdoutLoss: event.holdout?.loss });
  }
  return {
    epochs: [...epochs.values()].sort((a, b) => a.epoch - b.epoch),
    steps: thin([...steps.values()].sort((a, b) => a.step - b.step)),
    starts,
    tried: [...tried.values()].sort((a, b) => a.learningRate - b.learningRate),
  };
}

/** Every n-th step, the last one among them. */
function thin(steps: readonly StepLoss[]): StepLoss[] {
  const every = Math.ceil(steps.length / MOST_STEPS);
  return steps.filter((_, i) => (steps.length - 1 - i) % every === 0);
}

/** Settings by dotted names, values as JSON writes them; a list is one value. */
export function flatSettings(settings: object, before = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    const whole = before ? `${before}.${name}` : name;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(flat, flatSettings(value, whole));
    else if (value !== undefined) flat[whole] = JSON.stringify(value);
  }
  return flat;
}

/** The latest warnings and errors of a log whose lines are `<ISO time> [level] message`; what is indented goes on from the line before. */
export function warningsIn(text: string): RunLogLine[] {
  const lines: RunLogLine[] = [];
  let last: RunLogLine | undefined;
  for (const line of text.split('\n')) {
    const [, at, level, message] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) \[(\w+)\] (.*)$/.exec(line) ?? [];
    if (level === undefined && last && line.startsWith('    ')) last.message += `\n${line.trim()}`;
    else last = level === 'warn' || level === 'error' ? { at, level, message } : undefined;
    if (last && level !== undefined) lines.push(last);
  }
  return lines.slice(-MOST_LINES);
}

/** The end of a run's log; undefined where there is none. */
export async function logTail(runDir: string, name: string): Promise<{ file: string; text: string } | undefined> {
  const file = path.join(runDir, name);
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, LOG_TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return { file, text: buffer.subarray(0, bytesRead).toString() };
  } finally {
    await handle.close();
  }
}
