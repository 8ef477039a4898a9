/** The answers of all experts: one append-only log each, `<expert>.jsonl`, kept as src/log keeps them. */
import { LogFolder } from '../log/folder';
import type { Answer } from '../protocol/annotation';
import type { Problem } from '../protocol/problem';
import { checkAnswer } from './answer';
import { expertFile, expertName } from './expertFile';
import { standingAnswers } from './standing';

export class AnnotationStore {
  private readonly logs: LogFolder<Answer>;
  /** Appends of this process follow one another. */
  private tail: Promise<unknown> = Promise.resolve();

  private constructor(readonly dir: string) {
    this.logs = new LogFolder(dir, { check: checkAnswer, code: 'annotation', whose: 'experts', about: 'unit' });
  }

  /** Reads the folder of answers; where there is none yet, the first answer makes it. Throws ProblemError when it cannot be read. */
  static async open(dir: string): Promise<AnnotationStore> {
    const store = new AnnotationStore(dir);
    await store.logs.all();
    return store;
  }

  /** Torn and damaged lines, by file and line; whole answers around them count. */
  get problems(): Problem[] {
    return this.logs.problems;
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
    const logged = await this.logs.all();
    const wanted = given === undefined ? undefined : expertName(given);
    return standingAnswers(logged).filter(([{ expert }]) => wanted === undefined || expert === wanted);
  }

  private async write(given: Omit<Answer, 'at'> & { at?: string }): Promise<Answer> {
    const checked = checkAnswer({ ...given, expert: expertName(given.expert), at: given.at ?? new Date().toISOString() });
    const answer = { ...checked, replaces: checked.replaces ?? (await this.inSight(checked)) };
    return this.logs.append(expertFile(answer.expert), answer);
  }

  /** Who does not say what was in sight has seen all there was. */
  private async inSight({ expert, network, unit }: Answer): Promise<string[]> {
    const standing = await this.standing(expert);
    return standing.filter((a) => a.network === network && a.unit === unit).map((a) => a.id!);
  }
}
