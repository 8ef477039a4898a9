// Runs a suite of tests, shows what it prints, and takes its closing line "N passed, N failed[, N skipped]".
import { spawn } from 'node:child_process';

/**
 * Resolves with { passed, failed, skipped } of `node ARGS`, run in `cwd` with `env`. A suite that ends with an error after a count without
 * failures, that counts nothing, or that cannot be started has one failure more; one that counts nothing and ends well has passed once.
 */
export function runCounted(args, { cwd, env }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let closing;
    let rest = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const m = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line.trim());
        if (m) closing = { passed: Number(m[1]), failed: Number(m[2]), skipped: Number(m[3] ?? 0) };
      }
    });
    const end = (code) => {
      const counted = closing ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
      if (code !== 0 && counted.failed === 0) counted.failed = 1;
      if (counted.passed + counted.failed === 0) counted.failed = 1;
      resolve(counted);
    };
    child.once('error', () => end(1));
    child.once('close', (code) => end(code ?? 1));
  });
}

/** The line that says so, and that runCounted reads. */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
