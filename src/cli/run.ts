/** Runs one command line to its exit code: 0 done, 1 failed with a message, 2 wrong usage, 130 cancelled. */
import { CommanderError } from 'commander';
import { refusedByDisk } from '../project/files';
import { ProblemError } from '../protocol/problem';
import { type Interruption, interruption } from './interruption';
import { buildProgram } from './program';

export async function runCommand(argv: readonly string[]): Promise<void> {
  const abort = new AbortController();
  const words = interruption(abort.signal);
  const cancel = () => {
    // The second Ctrl-C does not wait for the running step.
    if (abort.signal.aborted) process.exit(130);
    process.stderr.write(`\n${words.asked}\n`);
    abort.abort(new DOMException('Cancelled.', 'AbortError'));
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  try {
    await buildProgram(words).parseAsync([...argv]);
  } catch (thrown) {
    const error = refusedByDisk(thrown);
    process.exitCode = exitCode(error, words);
    // Programs that asked for JSON are told what went wrong in its parts.
    if (argv.includes('--json') && error instanceof ProblemError) process.stdout.write(`${JSON.stringify({ problem: error.problem })}\n`);
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

function exitCode(error: unknown, { signal, done }: Interruption): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal.aborted) {
    process.stderr.write(`${done}\n`);
    return 130;
  }
  if (error instanceof ProblemError) process.stderr.write(`error: ${error.message}\n`);
  else process.stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
