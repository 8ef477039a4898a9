/** A child process that stays up and is asked line by line: it answers each JSON line with one of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import readline from 'node:readline';

/** What a contestant says once it is ready; `engine` names program and version. */
export interface Ready {
  engine: string;
}

export class Worker {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<string>;
  private errors = '';

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr!.on('data', (chunk: Buffer) => {
      this.errors = (this.errors + chunk.toString()).slice(-4000);
    });
    // A child that is gone is noticed by its silence, with its reason; the broken pipe says less.
    this.child.stdin!.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('close', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
    });
    this.lines = readline.createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
    this.dieFirst();
  }

  /** The next answer. Throws Error with the end of the child's standard error when it ends instead. */
  async answer<T>(): Promise<T> {
    const { value, done } = await this.lines.next();
    if (!done) return JSON.parse(value) as T;
    const how = await this.ended;
    const memory = how.includes('SIGKILL') ? ', probably for want of memory' : '';
    throw new Error(`${how}${memory}${this.errors ? `\n${this.errors.trim()}` : ''}`);
  }

  ask<T>(question: unknown): Promise<T> {
    this.child.stdin!.write(`${JSON.stringify(question)}\n`);
    return this.answer<T>();
  }

  /** Ends the child and waits until its memory is free. */
  async close(): Promise<void> {
    this.child.stdin!.end();
    this.child.kill();
    await this.ended;
  }

  /** When memory runs out, Linux shall end this child and no other program. */
  private dieFirst(): void {
    if (process.platform === 'linux' && this.child.pid) writeFile(`/proc/${this.child.pid}/oom_score_adj`, '1000').catch(() => undefined); // gone already: answer() says so
  }
}
