/** The files of a project as they can be looked at without a process of ours: read whole, bounded, and nothing written. */

export interface LookedAtFiles {
  /** Text of a file. Rejects when it is not there, or larger than is read. */
  text(file: string): Promise<string>;
  /** Bytes of a file, as `text` otherwise. */
  bytes(file: string): Promise<Uint8Array>;
  /** Names in a folder; none where there is no folder. */
  names(folder: string): Promise<string[]>;
  join(...parts: string[]): string;
}

/** The largest file that is read into the window: what DeepMiner writes for lists and pages is far smaller. */
export const MOST_BYTES = 64 * 2 ** 20;

/** What the JSON of a file says; undefined where there is none, or none that can be read. */
export const jsonIfThere = <T>(files: LookedAtFiles, file: string): Promise<T | undefined> =>
  files.text(file).then(
    (text) => {
      try {
        return JSON.parse(text) as T;
      } catch {
        return undefined;
      }
    },
    () => undefined,
  );
