/** deepminer python-helper: deepminer.py for Python notebooks, into a folder. */
import path from 'node:path';
import type { Command } from 'commander';
import type { PythonHelper } from '../protocol/pythonHelper';
import type { Call } from './call';

export function pythonHelperCommand(command: Command, call: Call): void {
  command
    .description('write deepminer.py, by which Python notebooks explain views: deepminer.explain("view.png")')
    .argument('[dir]', 'folder to write it into', '.')
    .option('--replace', 'replace a deepminer.py that was changed')
    .action((dir: string, o: { replace?: boolean }, self: Command) =>
      call(self, 'addPythonHelper', { dir: path.resolve(dir), replace: o.replace }, helperText, ({ state }) => {
        if (state === 'changed') process.exitCode = 1;
      }),
    );
}

function helperText({ file, state }: PythonHelper): string {
  if (state === 'changed')
    return `${file} is another deepminer.py, or was changed: it stays. Replace it with --replace, or name another folder.`;
  return state === 'unchanged'
    ? `${file} is there already.`
    : `${file}\nIn a notebook in that folder: import deepminer; deepminer.explain("view.png")`;
}
