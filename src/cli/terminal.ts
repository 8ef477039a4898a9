/** How a run looks in a terminal: a progress line with time left, warnings in place, results on standard output. */
import type { Progress, Task } from '../protocol/task';

export interface Terminal {
  task: Task;
  /** Ends a progress line that is still open. */
  close(): void;
}

/** Progress goes to standard error: rewritten in place on a terminal, a line a stage and a tenth elsewhere (logs). */
export function openTerminal(options: { quiet: boolean; signal: AbortSignal; stream?: NodeJS.WriteStream }): Terminal {
  const stream = options.stream ?? process.stderr;
  let open = false;
  let shown = '';
  const close = () => {
    if (open) stream.write('\n');
    open = false;
  };
  const progress = (p: Progress) => {
    if (options.quiet) return;
    const line = describe(p);
    if (stream.isTTY) {
      stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 100) - 1)}`);
      open = true;
      if (p.done >= p.total && p.waitingFor === undefined) close();
      return;
    }
    const step = `${p.stage} ${p.total > 0 ? Math.floor((10 * p.done) / p.total) : 0}`;
    if (step === shown) return;
    shown = step;
    stream.write(`${line}\n`);
  };
  const log: Task['log'] = (level, message) => {
    if (level === 'debug' || (options.quiet && level === 'info')) return;
    close();
    stream.write(level === 'info' ? `${message}\n` : `${level === 'warn' ? 'warning' : level}: ${message}\n`);
  };
  return { task: { signal: options.signal, progress, log }, close };
}

/** `train        42 %  about 1 min 20 s left  epoch 3 of 8, loss 0.412`; `waiting for Training run-002 in sample` */
export function describe(p: Progress): string {
  if (p.waitingFor !== undefined) return `waiting for ${p.waitingFor}`;
  const share = p.total > 0 ? Math.min(100, Math.floor((100 * p.done) / p.total)) : 0;
  const left = p.secondsLeft === undefined || p.done >= p.total ? '' : `  about ${duration(p.secondsLeft)} left`;
  return `${p.stage.padEnd(10)} ${String(share).padStart(3)} %${left}${p.message ? `  ${p.message}` : ''}`;
}

/** Seconds as people say them: `45 s`, `1 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** Rows under a header, columns as wide as they need; numbers to the right. */
export function table(header: string[], rows: string[][]): string {
  const widths = header.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i].length)));
  const numeric = header.map((_, i) => rows.every((r) => /^[-+]?[\d.]+ ?%?$|^-?$/.test(r[i])));
  const line = (cells: string[]) =>
    cells
      .map((c, i) => (numeric[i] ? c.padStart(widths[i]) : c.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((w) => '-'.repeat(w)).join('  '), ...rows.map(line)].join('\n');
}
