/** The answers of a study's readers: one append-only log each, `answers/<reader>.jsonl`, kept as src/log keeps them. */
import path from 'node:path';
import { expertFile, expertName } from '../annotation/expertFile';
import { LogFolder } from '../log/folder';
import type { Problem } from '../protocol/problem';
import type { StudyAnswer } from '../protocol/study';
import { checkStudyAnswer } from './answer';
import { standingStudyAnswers } from './standing';

/** An answer as it is handed in; `at` is filled in when absent. */
export type GivenStudyAnswer = Omit<StudyAnswer, 'at' | 'id'> & { at?: string };

export class StudyStore {
  private readonly logs: LogFolder<StudyAnswer>;

  private constructor(readonly dir: string) {
    this.logs = new LogFolder(path.join(dir, 'answers'), { check: checkStudyAnswer, code: 'study', whose: 'readers', about: 'case' });
  }

  /** Reads the answers in a study's folder (studyDir); the first one makes their own folder. Throws ProblemError when it cannot be read. */
  static async open(dir: string): Promise<StudyStore> {
    const store = new StudyStore(dir);
    await store.logs.all();
    return store;
  }

  /** Torn and damaged lines, by file and line; whole answers around them count. */
  get problems(): Problem[] {
    return this.logs.problems;
  }

  /** Every answer that still stands, of all readers or of one, those to earlier plans included: two of a reader to one case under one condition are a conflict, the latest last. */
  async standing(reader?: string): Promise<StudyAnswer[]> {
    const wanted = reader === undefined ? undefined : expertName(reader);
    const standing = standingStudyAnswers(await this.logs.all());
    return standing.filter((a) => wanted === undefined || a.reader === wanted);
  }

  /**
   * Keeps an answer and resolves when it is on the disk. It is kept as it is given: what a plan allows is the caller's to ask. Appends of
   * one process to one study follow one another. Throws ProblemError and has acknowledged nothing when the answer is malformed, the disk
   * is full or the folder is read-only.
   */
  append(given: GivenStudyAnswer): Promise<StudyAnswer> {
    return this.alone(async () => this.write(given));
  }

  /**
   * Appends what `decide` makes of the answers that stand; what it gives back with an id is on the disk already and is not kept again. No
   * other answer of this process comes between. Throws what `decide` throws, and as append does.
   */
  appendAfter(reader: string, decide: (standing: StudyAnswer[]) => GivenStudyAnswer | StudyAnswer): Promise<StudyAnswer> {
    return this.alone(async () => {
      const answer = decide(await this.standing(reader));
      return 'id' in answer && answer.id !== undefined ? (answer as StudyAnswer) : this.write(answer);
    });
  }

  private write(given: GivenStudyAnswer): Promise<StudyAnswer> {
    const answer = checkStudyAnswer({ ...given, reader: expertName(given.reader), at: given.at ?? new Date().toISOString() });
    return this.logs.append(expertFile(answer.reader), answer);
  }

  /** Runs `work` after all that this process has begun on the same folder, whichever store began it. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = (tails.get(this.dir) ?? Promise.resolve()).then(work);
    tails.set(
      this.dir,
      done.catch(() => undefined),
    );
    return done;
  }
}

/** The last append of every folder of this process. */
const tails = new Map<string, Promise<unknown>>();
