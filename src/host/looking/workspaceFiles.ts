/** Files by VS Code's own file system: of a disk, of a repository that was never cloned, of whatever the workspace is made of. */
import * as vscode from 'vscode';
import { ProblemError } from '../../protocol/problem';
import { uriOf } from '../uriOf';
import { type LookedAtFiles, MOST_BYTES } from './lookedAtFiles';

export function workspaceFiles(join: LookedAtFiles['join']): LookedAtFiles {
  const bytes = async (file: string): Promise<Uint8Array> => {
    const uri = uriOf(file);
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MOST_BYTES)
      throw new ProblemError({
        code: 'file.large',
        file,
        found: `a file of ${Math.round(size / 2 ** 20)} MB`,
        expected: `at most ${MOST_BYTES / 2 ** 20} MB, more than DeepMiner writes into such a file`,
        remedy: 'Make it anew with the command that writes it.',
      });
    return vscode.workspace.fs.readFile(uri);
  };
  return {
    bytes,
    text: async (file) => new TextDecoder().decode(await bytes(file)),
    async names(folder) {
      const entries = await vscode.workspace.fs.readDirectory(uriOf(folder)).then(undefined, () => []);
      return entries.map(([name]) => name);
    },
    join,
  };
}
