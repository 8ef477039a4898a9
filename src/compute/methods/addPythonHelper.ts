/** addPythonHelper: deepminer.py and the place of this command line, into a folder; a file that was changed is replaced only when that is asked for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileWhole, writeJson } from '../../project/files';
import type { PythonHelper } from '../../protocol/pythonHelper';
import type { Method } from '../method';

export const addPythonHelper: Method<'addPythonHelper'> = async ({ dir, replace = false }) => {
  const own = await readFile(path.join(root(), 'media', 'python', 'deepminer.py'), 'utf8');
  const file = path.join(dir, 'deepminer.py');
  const there = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const same = there?.replaceAll('\r\n', '\n') === own;
  if (there !== undefined && !same && !replace) return { file, state: 'changed' };
  if (!same) await writeFileWhole(file, own);
  // A new version of the extension lies in another folder.
  await writeJson(path.join(dir, 'deepminer_cli.json'), { cli: path.join(root(), 'dist', 'cli.cjs'), node: process.execPath });
  const state: PythonHelper['state'] = same ? 'unchanged' : there === undefined ? 'added' : 'replaced';
  return { file, state };
};

/** The extension's folder: of dist/ or of src/compute/methods/. */
function root(): string {
  const here = fileURLToPath(import.meta.url);
  return path.join(path.dirname(here), ...(here.endsWith('.ts') ? ['..', '..', '..'] : ['..']));
}
