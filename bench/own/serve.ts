/** Our side of a turn: warm up, say that we are ready, then run as many steps as are asked for. */
import { readFile } from 'node:fs/promises';
import readline from 'node:readline';

/** Says that it is ready, then answers each question of standard input with the result of `work`, or with the peak of memory. */
export async function answer(engine: string, work: (steps: number) => Promise<unknown>): Promise<void> {
  const say = (result: unknown): void => void process.stdout.write(`${JSON.stringify(result)}\n`);
  say({ engine });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as { steps?: number };
    say(question.steps ? await work(question.steps) : { peakBytes: await peakBytes() });
  }
}

/** Answers how many milliseconds a step takes, as often as it is asked; `step` is one unit of work. */
export async function serve(engine: string, step: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 2; i++) await step();
  await answer(engine, async (steps) => {
    // While others have their turn, systems take memory away from a process that waits: bringing it back is not the step's time.
    await step();
    const start = performance.now();
    for (let i = 0; i < steps; i++) await step();
    return { milliseconds: (performance.now() - start) / steps };
  });
}

/** Peak of this process' resident memory. */
async function peakBytes(): Promise<number> {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  // Linux hands maxRSS down from the process that started this one; VmHWM is its own.
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(await readFile('/proc/self/status', 'utf8'))![1]) * 1024;
}
