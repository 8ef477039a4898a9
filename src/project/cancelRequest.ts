/** cancel.json of a run: the wish that its process stops. A file works on every system and across windows, terminals and machines. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeJson } from './files';

const FILE = 'cancel.json';

/** Asks the process that took the lock with this token to stop. */
export function requestCancel(runDir: string, token: string): Promise<void> {
  return writeJson(path.join(runDir, FILE), { token, at: new Date().toISOString() });
}

/** Whether that process is asked to stop; a wish for an earlier one is not for it. */
export async function cancelRequested(runDir: string, token: string): Promise<boolean> {
  try {
    const wish = JSON.parse(await readFile(path.join(runDir, FILE), 'utf8')) as { token?: string };
    return wish.token === token;
  } catch {
    return false;
  }
}

export function forgetCancel(runDir: string): Promise<void> {
  return rm(path.join(runDir, FILE), { force: true });
}
