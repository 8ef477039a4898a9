/**
 * A folder of append-only logs, `<whoever answers>.jsonl` each. An answer is acknowledged only when it is on the disk; nothing that was
 * acknowledged is ever rewritten, so a crash, a full disk or a second process cannot lose it.
 */
import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeProblem } from '../project/files';
import type { Problem } from '../protocol/problem';
import { type LogKind, lineProblem, noFolder } from './kind';
import { decodeLine, encodeLine, type Loggable, type Logged, SEAL } from './line';
import { allowMerges } from './mergeRule';

/** What was read from one log, and at which size: read again when another process made it grow. */
interface ReadLog<A extends Loggable> {
  size: number;
  modified: number;
  logged: Logged<A>[];
  problems: Problem[];
}

export class LogFolder<A extends Loggable> {
  private readonly logs = new Map<string, ReadLog<A>>();

  constructor(
    readonly dir: string,
    private readonly kind: LogKind<A>,
  ) {}

  /** Torn and damaged lines of what was read, by file and line; whole answers around them count. */
  get problems(): Problem[] {
    return [...this.logs.values()].flatMap((log) => log.problems);
  }

  /** Every whole answer of every log, as the disk has them now; none where there is no folder yet. Throws ProblemError when it cannot be read. */
  async all(): Promise<Logged<A>[]> {
    const names = await readdir(this.dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw this.problemOf(error);
    });
    for (const name of names.sort()) if (name.endsWith('.jsonl')) await this.readLog(path.join(this.dir, name));
    return [...this.logs.values()].flatMap((log) => log.logged);
  }

  /**
   * Appends a checked answer to the log `name` and resolves with it, its id given, when it is on the disk. The first one makes the folder.
   * Appends of one process to one log must follow one another. Throws ProblemError and has acknowledged nothing when the disk is full or
   * the folder is read-only.
   */
  async append(name: string, answer: A): Promise<A> {
    const file = path.join(this.dir, name);
    const known = await this.readLog(file);
    const sequence = known.logged.reduce((most, entry) => Math.max(most, entry.sequence), 0) + 1;
    const { line, id } = encodeLine({ sequence, answer });
    await mkdir(this.dir, { recursive: true }).catch((error: unknown) => {
      throw this.problemOf(error);
    });
    try {
      await allowMerges(this.dir, this.kind.whose);
      const handle = await open(file, 'a+', 0o644);
      try {
        const { size } = await handle.stat();
        const seal = size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== 10 ? SEAL : '';
        let rest = Buffer.from(seal + line);
        // One write of the whole line: appended lines of two processes do not mix. A short write means a full disk.
        while (rest.length > 0) rest = rest.subarray((await handle.write(rest)).bytesWritten);
        await handle.datasync();
        if (size === 0) await syncFolder(this.dir);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw writeProblem(file, error);
    }
    return { ...answer, id };
  }

  private async readLog(file: string): Promise<ReadLog<A>> {
    const now = await stat(file).catch(absent);
    const known = this.logs.get(file);
    if (known && known.size === (now?.size ?? 0) && known.modified === (now?.mtimeMs ?? 0)) return known;
    const log: ReadLog<A> = { size: now?.size ?? 0, modified: now?.mtimeMs ?? 0, logged: [], problems: [] };
    if (now?.isFile()) this.readLines(file, await readFile(file, 'utf8'), log);
    this.logs.set(file, log);
    return log;
  }

  private readLines(file: string, text: string, log: ReadLog<A>): void {
    const lines = text.split('\n');
    lines.forEach((line, i) => {
      const read = decodeLine(line, i < lines.length - 1, this.kind.check);
      if (read.kind === 'answer') log.logged.push(read.logged);
      const problem = lineProblem(read, this.kind, file, i + 1);
      if (problem) log.problems.push(problem);
    });
  }

  private problemOf(error: unknown): unknown {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return writeProblem(this.dir, error);
    return noFolder(this.kind, this.dir, code === 'ENOENT');
  }
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** Makes a new file's name durable too. Windows and some network drives cannot sync a folder, and need not. */
async function syncFolder(dir: string): Promise<void> {
  try {
    const handle = await open(dir, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EACCES', 'EBADF'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
