/** What was made of files before, kept on disk: large masks are traced once and not at every opening of a project. */
import { readFile, stat } from 'node:fs/promises';
import { writeFileWhole } from '../project/files';

export interface FileMemory<T> {
  /** What `make` made of this file at this size and time of change; made now where that is not known. Throws what `make` throws. */
  of(file: string, make: () => Promise<T>): Promise<T>;
  /** Writes what is new, and forgets what was not asked for. */
  save(): Promise<void>;
}

interface Entry<T> {
  size: number;
  /** Milliseconds since 1970. */
  changed: number;
  value: T;
}

/** Kept in `store`, a JSON file; without one, for as long as it is held. `version` names what is made: of another version nothing is taken. */
export async function openFileMemory<T>(store: string | undefined, version: string): Promise<FileMemory<T>> {
  const known = store ? await load<T>(store, version) : new Map<string, Entry<T>>();
  const used = new Map<string, Entry<T>>();
  let fresh = false;
  return {
    async of(file, make) {
      const facts = await stat(file).catch(() => undefined);
      const before = known.get(file);
      if (facts && before && before.size === facts.size && before.changed === facts.mtimeMs) {
        used.set(file, before);
        return before.value;
      }
      const value = await make();
      if (facts) used.set(file, { size: facts.size, changed: facts.mtimeMs, value });
      fresh = true;
      return value;
    },
    async save() {
      if (!store || (!fresh && used.size === known.size)) return;
      await writeFileWhole(store, JSON.stringify({ version, files: Object.fromEntries(used) }));
    },
  };
}

/** A store that is absent, damaged or of another version holds nothing: all of it can be made again. */
async function load<T>(store: string, version: string): Promise<Map<string, Entry<T>>> {
  try {
    const kept = JSON.parse(await readFile(store, 'utf8')) as { version?: string; files?: Record<string, Entry<T>> };
    return kept.version === version ? new Map(Object.entries(kept.files ?? {})) : new Map();
  } catch {
    return new Map();
  }
}
