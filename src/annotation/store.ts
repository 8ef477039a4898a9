/**
 * The answers of all experts: one append-only log each, `<expert>.jsonl`. An answer is acknowledged only when it is on
 * the disk; nothing that was acknowledged is ever rewritten, so a crash, a full disk or a second process cannot lose it.
 */
import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeProblem } from '../project/files';
import type { Answer } from '../protocol/annotation';
import { type Problem, ProblemError } from '../protocol/problem';
import { checkAnswer } from './answer';
import { expertFile, expertName } from './expertFile';
import { decodeLine, encodeLine, type LoggedAnswer, SEAL } from './logLine';
import { allowMerges } from './mergeRule';
import { standingAnswers } from './standing';

/** What was read from one log, and at which size: read again when another process made it grow. */
interface ReadLog {
  size: number;
  modified: number;
  logged: LoggedAnswer[];
  problems: Problem[];
}

export class AnnotationStore {
  private readonly logs = new Map<string, ReadLog>();
  /** Appends of this process follow one another. */
  private tail: Promise<unknown> = Promise.resolve();

  private constructor(readonly dir: string) {}

  /** Reads the folder of answers; where there is none yet, the first answer makes it. Throws ProblemError when it cannot be read. */
  static async open(dir: string): Promise<AnnotationStore> {
    const store = new AnnotationStore(dir);
    await store.readAll();
    return store;
  }

  /** Torn and damaged lines, by file and line; whole answers around them count. */
  get problems(): Problem[] {
    return [...this.logs.values()].flatMap((log) => log.problems);
  }

  /**
   * Keeps an answer and resolves when it is on the disk; `at` is filled in when absent. Throws ProblemError and has
   * acknowledged nothing when the answer is malformed, the disk is full or the folder is read-only.
   */
  append(answer: Omit<Answer, 'at'> & { at?: string }): Promise<Answer> {
    const appended = this.tail.then(() => this.write(answer));
    this.tail = appended.catch(() => undefined);
    return appended;
  }

  /** The latest answer of every expert (or of one) to every unit of every network, by expert, network and unit. */
  async answers(expert?: string): Promise<Answer[]> {
    return (await this.standingByUnit(expert)).map((standing) => standing.at(-1)!);
  }

  /** The same with every answer that still stands: two of an expert to one unit are a conflict, the latest last. */
  async standing(expert?: string): Promise<Answer[]> {
    return (await this.standingByUnit(expert)).flat();
  }

  private async standingByUnit(given?: string): Promise<Answer[][]> {
    await this.readAll();
    const wanted = given === undefined ? undefined : expertName(given);
    const logged = [...this.logs.values()].flatMap((log) => log.logged);
    return standingAnswers(logged).filter(([{ expert }]) => wanted === undefined || expert === wanted);
  }

  private async write(given: Omit<Answer, 'at'> & { at?: string }): Promise<Answer> {
    const checked = checkAnswer({ ...given, expert: expertName(given.expert), at: given.at ?? new Date().toISOString() });
    const answer = { ...checked, replaces: checked.replaces ?? (await this.inSight(checked)) };
    const file = path.join(this.dir, expertFile(answer.expert));
    const known = await this.readLog(file);
    const sequence = known.logged.reduce((most, entry) => Math.max(most, entry.sequence), 0) + 1;
    const { line, id } = encodeLine({ sequence, answer });
    await mkdir(this.dir, { recursive: true }).catch((error: unknown) => {
      throw folderProblem(this.dir, error);
    });
    try {
      await allowMerges(this.dir);
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

  /** Who does not say what was in sight has seen all there was. */
  private async inSight({ expert, network, unit }: Answer): Promise<string[]> {
    const standing = await this.standing(expert);
    return standing.filter((a) => a.network === network && a.unit === unit).map((a) => a.id!);
  }

  private async readAll(): Promise<void> {
    const names = await readdir(this.dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw folderProblem(this.dir, error);
    });
    for (const name of names.sort()) if (name.endsWith('.jsonl')) await this.readLog(path.join(this.dir, name));
  }

  private async readLog(file: string): Promise<ReadLog> {
    const now = await stat(file).catch(absent);
    const known = this.logs.get(file);
    if (known && known.size === (now?.size ?? 0) && known.modified === (now?.mtimeMs ?? 0)) return known;
    const log: ReadLog = { size: now?.size ?? 0, modified: now?.mtimeMs ?? 0, logged: [], problems: [] };
    if (now?.isFile()) readLines(file, await readFile(file, 'utf8'), log);
    this.logs.set(file, log);
    return log;
  }
}

function readLines(file: string, text: string, log: ReadLog): void {
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    const read = decodeLine(line, i < lines.length - 1);
    if (read.kind === 'answer') log.logged.push(read.logged);
    if (read.kind === 'marker')
      log.problems.push({
        severity: 'warning',
        code: 'annotation.log.merge',
        file,
        line: i + 1,
        found: `the marker of an unfinished merge, "${read.found}"`,
        expected: 'answers alone',
        remedy: 'Delete this line and finish the merge. The answers on both sides of it are used.',
      });
    if (read.kind === 'torn')
      log.problems.push({
        severity: 'warning',
        code: 'annotation.log.torn',
        file,
        line: i + 1,
        found: 'an answer cut off while it was written (a crash or a full disk)',
        expected: 'a whole line',
        remedy: 'It was never shown as saved: answer that unit again. The other answers are whole.',
      });
    if (read.kind === 'damaged')
      log.problems.push({
        severity: 'error',
        code: 'annotation.log.damaged',
        file,
        line: i + 1,
        found: read.found,
        expected: 'a line as it was written, `<crc32> <answer>`',
        remedy: 'Restore this line from version control or a backup, or answer that unit again. The other answers are used.',
      });
  });
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

function folderProblem(dir: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!['ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return writeProblem(dir, error);
  return new ProblemError({
    code: 'annotation.folder',
    file: dir,
    found: code === 'ENOENT' ? 'no such folder' : 'a file where a folder should be',
    expected: 'the folder of answers',
    remedy: 'Restore the folder, or move that file away.',
  });
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
