/** Runs one command line to its exit code: 0 done, 1 failed with a message, 2 wrong usage, 130 cancelled. */
import { CommanderError } from 'commander';
import { ProblemError } from '../protocol/problem';
import { buildProgram } from './program';

export async function runCommand(argv: readonly string[]): Promise<void> {
  const abort = new AbortController();
  const cancel = () => {
    // The second Ctrl-C does not wait for the running step.
    if (abort.signal.aborted) process.exit(130);
    process.stderr.write('\nCancelling after the running step; press Ctrl-C again to stop at once.\n');
    abort.abort(new DOMException('Cancelled.', 'AbortError'));
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  try {
    await buildProgram(abort.signal).parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCode(error, abort.signal.aborted);
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

function exitCode(error: unknown, cancelled: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (cancelled) {
    process.stderr.write('Cancelled. Everything finished so far is kept.\n');
    return 130;
  }
  if (error instanceof ProblemError) process.stderr.write(`error: ${error.message}\n`);
  else process.stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
