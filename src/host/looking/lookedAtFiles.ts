/** The files of a project as they can be looked at without a process of ours: read whole, bounded, and nothing written. */

export interface LookedAtFiles {
  /** Text of a file. Rejects when it is not there, or larger than is read. */
  text(file: string): Promise<string>;
  /** Names in a folder; none where there is no folder. */
  names(folder: string): Promise<string[]>;
  join(...parts: string[]): string;
}

/** The largest file that is read into the window: what DeepMiner writes for lists and pages is far smaller. */
export const MOST_BYTES = 64 * 2 ** 20;
