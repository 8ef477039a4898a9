/** All files below a folder, for readers that find theirs by name wherever they lie. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, ProblemError } from '../protocol/problem';
import { omission } from './fault';

export interface FilesBelow {
  /** Absolute paths, sorted. */
  files: string[];
  /** Folders that could not be read. */
  problems: Problem[];
}

/**
 * The files of `root` and of `depth` levels of folders below it. Links are followed, no folder twice; what begins with a dot is passed over. Throws
 * ProblemError `dataset.missing` when the root is no folder, and the signal's reason on abort.
 */
export async function filesBelow(root: string, signal: AbortSignal, depth = Number.POSITIVE_INFINITY): Promise<FilesBelow> {
  if (!(await stat(root).catch(() => undefined))?.isDirectory())
    throw new ProblemError({
      code: 'dataset.missing',
      file: root,
      found: 'no such folder',
      expected: 'the folder of the data set',
      remedy: 'Correct dataset.root in deepminer.json, or copy the data set there.',
    });
  const files: string[] = [];
  const problems: Problem[] = [];
  const visited = new Set<string>();
  const visit = async (dir: string, levels: number): Promise<void> => {
    signal.throwIfAborted();
    try {
      const real = await realpath(dir);
      if (visited.has(real)) return;
      visited.add(real);
      const entries = await readdir(dir, { withFileTypes: true });
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (entry.name.startsWith('.')) continue;
        const full = path.join(dir, entry.name);
        if (!(await isFolder(entry, full))) files.push(full);
        else if (levels > 0) await visit(full, levels - 1);
      }
    } catch (error) {
      signal.throwIfAborted();
      const found = `a folder that cannot be read (${(error as Error).message})`;
      problems.push(
        omission('dataset.folder', dir, found, 'a folder of the data set', 'Correct its permissions; until then its files are left out.'),
      );
    }
  };
  await visit(root, depth);
  return { files, problems };
}

async function isFolder(entry: Dirent, full: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(full).catch(() => undefined);
  return target?.isDirectory() ?? false;
}
