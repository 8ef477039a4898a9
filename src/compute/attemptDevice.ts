/** One device's trial in a process of its own, with a limit: what a driver does to that process is a finding, no accident. */
import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Listener, systemAdapter, TELLING } from '../devices/adapter';
import type { Computed } from '../devices/trial';
import type { Lack, Trial } from '../devices/verdict';
import type { Device } from '../network/device';
import type { Problem } from '../protocol/problem';
import { childEnvironment, computeEntry, loaders } from './ownEntry';

export type TrialMessage =
  | { kind: 'computed'; computed: Computed }
  | { kind: 'timed'; msPerStep: number }
  | { kind: 'failed'; message: string; problem?: Problem };

export interface AttemptOptions {
  /** Milliseconds until the compared steps are done; a driver compiles its programs at the first. */
  computeMs?: number;
  /** Milliseconds for the timed steps after them. */
  timeMs?: number;
  /** The module that the process runs; default: the compute entry of this program. */
  module?: string;
}

/** Runs the trial; what goes wrong with the device is in the result. Throws the signal's reason when it is aborted; the process is gone then. */
export async function attemptDevice(
  device: Device,
  signal: AbortSignal,
  { computeMs = 60_000, timeMs = 20_000, module = computeEntry() }: AttemptOptions = {},
): Promise<Trial> {
  signal.throwIfAborted();
  const child = fork(module, ['trial', device], {
    execArgv: loaders(),
    env: { ...childEnvironment(), ...TELLING },
    // Typed arrays go over as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const listener = new Listener();
  for (const stream of [child.stdout, child.stderr]) {
    // There is none where no process could be made.
    if (stream) createInterface({ input: stream }).on('line', (line) => listener.hear(line));
  }

  const trial: Trial = {};
  let limit: { ms: number; reached: boolean } = { ms: computeMs, reached: false };
  const end = (): void => {
    limit.reached = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(end, computeMs);
  child.on('message', (message: TrialMessage) => {
    if (message.kind === 'timed') trial.msPerStep = message.msPerStep;
    else if (message.kind === 'failed') trial.failure = failureOf(message);
    else {
      trial.computed = message.computed;
      clearTimeout(timer);
      limit = { ms: timeMs, reached: false };
      timer = setTimeout(end, timeMs);
    }
  });
  const cancel = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    // `close` comes after the last words and messages were read.
    const how = await new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, by) => resolve(by ? `signal ${by}` : `exit code ${code}`));
    });
    signal.throwIfAborted();
    const { lastWords } = listener;
    if (limit.reached && trial.computed) trial.endedAfter = limit.ms;
    else if (trial.msPerStep === undefined) trial.failure ??= limit.reached ? hung(limit.ms, lastWords) : ended(how, lastWords);
    return { ...trial, adapter: listener.adapter ?? systemAdapter(device) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function failureOf({ message, problem }: TrialMessage & { kind: 'failed' }): Lack {
  if (!problem) return { reason: message, remedy: 'Update its driver, or use another device.' };
  const absent = problem.code === 'network.device.unavailable';
  return { reason: problem.found, remedy: absent ? `It takes ${problem.expected}.` : problem.remedy };
}

function hung(ms: number, words: string): Lack {
  return {
    reason: `its trial was not done after ${ms / 1000} s${wordsText(words)}`,
    remedy: 'Its driver may hang: end other programs that use it, update the driver, or restart the machine.',
  };
}

function ended(how: string, words: string): Lack {
  return {
    reason: `its trial ended the process (${how})${wordsText(words)}`,
    remedy: 'Its driver fails: update it, or use another device.',
  };
}

const wordsText = (words: string): string => (words ? `, with the words: ${words}` : '');
