/** Verdicts of before, in the person's cache: a trial takes seconds, and devices seldom change. */
import { readFile } from 'node:fs/promises';
import { writeJson } from '../project/files';
import type { DeviceVerdict } from '../protocol/device';

const HOUR_MS = 3_600_000;
/** A driver may be exchanged under the same names. */
const PASSED_MS = 7 * 24 * HOUR_MS;
/** A card may only have been short of memory. */
const FAILED_MS = 24 * HOUR_MS;

/** By what decides them (engine, machine, drivers), then by device. */
type File = Record<string, Record<string, DeviceVerdict & { at: number }>>;

export interface VerdictMemory {
  /** Verdicts that still count, by device. */
  recall(key: string): Promise<Map<string, DeviceVerdict>>;
  remember(key: string, verdicts: readonly DeviceVerdict[]): Promise<void>;
}

/** Kept in one file; what is too old goes when something is added. A file that is damaged is one that knows nothing. */
export function verdictMemory(file: string, now: () => number = Date.now): VerdictMemory {
  const isFresh = ({ at, works }: DeviceVerdict & { at: number }): boolean => {
    const age = now() - at;
    return age >= 0 && age < (works ? PASSED_MS : FAILED_MS);
  };
  const read = async (): Promise<File> => {
    try {
      const all = JSON.parse(await readFile(file, 'utf8')) as File;
      const entries = Object.entries(all).map(
        ([key, own]) => [key, Object.entries(own).filter(([, verdict]) => isFresh(verdict))] as const,
      );
      return Object.fromEntries(entries.filter(([, own]) => own.length > 0).map(([key, own]) => [key, Object.fromEntries(own)]));
    } catch {
      return {};
    }
  };
  return {
    async recall(key) {
      const own = (await read())[key] ?? {};
      return new Map(Object.entries(own).map(([device, { at: _, ...verdict }]) => [device, verdict]));
    },
    async remember(key, verdicts) {
      const all = await read();
      const added = verdicts.map((verdict) => [verdict.device, { ...verdict, at: now() }] as const);
      await writeJson(file, { ...all, [key]: { ...all[key], ...Object.fromEntries(added) } });
    },
  };
}
