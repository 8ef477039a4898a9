/** Whether anything below a folder has changed: names, sizes and times of all files, for a small part of the time that reading them takes. */
import { createHash } from 'node:crypto';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * SHA-256 (hex) over every file below `root`, links followed, hidden names left out as readers do; whatever cannot be looked at counts by that
 * fact. Throws the signal's reason on abort.
 */
export async function fingerprint(root: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const visited = new Set<string>();
  const visit = async (dir: string): Promise<void> => {
    signal.throwIfAborted();
    const real = await realpath(dir).catch(() => dir);
    if (visited.has(real)) return;
    visited.add(real);
    const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => [`unreadable ${error.code}`]);
    const seen = names.filter((name) => !name.startsWith('.')).sort();
    const entries = await Promise.all(seen.map((name) => stat(path.join(dir, name)).catch(() => undefined)));
    for (const [i, name] of seen.entries()) {
      const { size, mtimeMs, ctimeMs, ino } = entries[i] ?? {};
      // A folder's own times change with files that no reader looks at.
      hash.update(JSON.stringify(entries[i]?.isDirectory() ? [dir, name] : [dir, name, size, mtimeMs, ctimeMs, ino]));
    }
    for (const [i, name] of seen.entries()) if (entries[i]?.isDirectory()) await visit(path.join(dir, name));
  };
  await visit(root);
  return hash.digest('hex');
}
