/** The process of one run: trains it to its end without anybody's help, and writes what it has to say to its output, the run's log. */
import type { StartTraining } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import type { MethodContext } from './method';
import { trainRun } from './methods/train';

/** Trains, then sets the exit code: 0 done, 1 failed, 130 cancelled. */
export async function runProcess(params: StartTraining): Promise<void> {
  const abort = new AbortController();
  const cancel = (): void => abort.abort(new DOMException('Cancelled.', 'AbortError'));
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  // The terminal it was started from may close.
  process.on('SIGHUP', () => undefined);
  // A full disk that takes no more of the log is no reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const say = (level: string, message: string): void => {
    process.stdout.write(`${logLine(level, message)}\n`);
  };
  const context: MethodContext = { signal: abort.signal, progress: () => undefined, log: say, cellOutput: () => undefined };
  try {
    say('info', `Process ${process.pid} takes run ${params.run}.`);
    const { run, status } = await trainRun(params, context, true);
    say('info', `Run ${run}: ${status}.`);
  } catch (error) {
    const cancelled = error instanceof DOMException && error.name === 'AbortError';
    const text = error instanceof ProblemError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(cancelled ? 'info' : 'error', cancelled ? 'Cancelled. Everything finished so far is kept.' : text);
    process.exitCode = cancelled ? 130 : 1;
  }
}

/** `2026-01-31T12:00:00.000Z [warn] message`, a line whatever the message holds. */
export function logLine(level: string, message: string): string {
  return `${new Date().toISOString()} [${level}] ${message.replaceAll(/\r?\n/g, '\n    ')}`;
}
