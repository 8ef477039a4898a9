/**
 * A run's event files for TensorBoard: runs/<name>/tensorboard/events.out.tfevents.*, one for every time that the run was started or
 * resumed. What a resumed run trains again is cut off the files before it, so that every step stands there once.
 */
import { type FileHandle, mkdir, open, readdir, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { writeProblem } from '../../project/files';
import { parseScalars, restartEvent, type ScalarEvent, scalarEvent, versionEvent } from './event';
import { frameRecord, wholeRecords } from './records';

const PREFIX = 'events.out.tfevents.';

export class EventFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly file: string,
    /** What the files before hold, in order. */
    readonly earlier: readonly ScalarEvent[],
  ) {}

  /**
   * Begins a new file in `dir`. What files before it hold of later steps than `step`, and records cut short by a killed process, are removed.
   * Throws ProblemError when the folder cannot be written to.
   */
  static async open(dir: string, step: number): Promise<EventFile> {
    try {
      await mkdir(dir, { recursive: true });
      const earlier: ScalarEvent[] = [];
      const names = (await readdir(dir)).filter((name) => name.startsWith(PREFIX)).sort();
      for (const name of names) earlier.push(...(await cutAfter(path.join(dir, name), step)));
      // Files are read in the order of their names; the second alone could be the same, or go back with the clock.
      const last = Math.max(0, ...names.map((name) => Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0] ?? 0)));
      const seconds = Math.max(Math.floor(Date.now() / 1000), last + 1);
      const file = path.join(dir, `${PREFIX}${String(seconds).padStart(10, '0')}.deepminer`);
      const handle = await open(file, 'wx');
      const events = new EventFile(handle, file, earlier);
      await events.append(versionEvent(now()));
      if (step > 0) await events.append(restartEvent(now(), step + 1));
      return events;
    } catch (error) {
      throw writeProblem(dir, error);
    }
  }

  /** Appends numbers of one step. Throws ProblemError on a full disk. */
  write(event: ScalarEvent): Promise<void> {
    return this.append(scalarEvent(now(), event));
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private async append(event: Uint8Array): Promise<void> {
    try {
      await this.handle.writeFile(frameRecord(event));
    } catch (error) {
      throw writeProblem(this.file, error);
    }
  }
}

/** The numbers of a file up to a step; the file ends there then, and is removed when it held none. */
async function cutAfter(file: string, step: number): Promise<ScalarEvent[]> {
  const bytes = await readFile(file);
  const kept: ScalarEvent[] = [];
  let end = 0;
  for (const record of wholeRecords(bytes)) {
    const event = parseScalars(record.data);
    if (event && event.step > step) break;
    if (event) kept.push(event);
    end = record.end;
  }
  if (kept.length === 0) await rm(file);
  else if (end < bytes.length) await truncate(file, end);
  return kept;
}

const now = (): number => Date.now() / 1000;
