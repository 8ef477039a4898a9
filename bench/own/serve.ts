/** Our side of a turn: warm up, say that we are ready, then run as many steps as are asked for. */
import { readFile } from 'node:fs/promises';
import readline from 'node:readline';

/** Answers questions from standard input until it ends; `step` is one unit of work. */
export async function serve(engine: string, step: () => Promise<unknown>): Promise<void> {
  const say = (answer: unknown): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
  for (let i = 0; i < 2; i++) await step();
  say({ engine });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as { steps?: number };
    if (question.steps) {
      const start = performance.now();
      for (let i = 0; i < question.steps; i++) await step();
      say({ milliseconds: (performance.now() - start) / question.steps });
    } else say({ peakBytes: await peakBytes() });
  }
}

/** Peak of this process' resident memory. */
async function peakBytes(): Promise<number> {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  // Linux hands maxRSS down from the process that started this one; VmHWM is its own.
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(await readFile('/proc/self/status', 'utf8'))![1]) * 1024;
}
