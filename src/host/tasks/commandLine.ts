/** A task of tasks.json as a command line of `deepminer`. */
import path from 'node:path';
import { stepsInside } from '../../protocol/inside';

/** `type: deepminer` in tasks.json; package.json describes the same fields. */
export interface TaskFields {
  command: string;
  /** Folder with deepminer.json; relative to the workspace folder. Default: that folder, or its only project. */
  project?: string;
  run?: string;
  /** Further options of the command line. */
  args?: string[];
}

/** The commands by the name they have in tasks.json, with the words of the command line that each stands for. */
const COMMANDS: Record<string, { words: string[]; run: boolean; title: string }> = {
  // A problem a line, for the Problems panel.
  check: { words: ['check', '--lines'], run: false, title: 'Check data set' },
  train: { words: ['train'], run: true, title: 'Train' },
  resume: { words: ['train', '--resume'], run: true, title: 'Resume training' },
  evaluate: { words: ['evaluate'], run: true, title: 'Evaluate' },
  mine: { words: ['mine'], run: true, title: 'Mine units' },
  dissect: { words: ['dissect'], run: true, title: 'Dissect units' },
  annotate: { words: ['annotate', '--reference'], run: true, title: 'Annotate by reference' },
  'explain-all': { words: ['explain', '--all', 'test'], run: true, title: 'Explain all views' },
  faithfulness: { words: ['faithfulness'], run: true, title: 'Measure faithfulness' },
};

export const TASK_COMMANDS = Object.keys(COMMANDS);

/** `Train`; a command that there is not has its own name. */
export const taskTitle = (command: string): string => COMMANDS[command]?.title ?? command;

/** The command lines' arguments: `train --project /data/ddsm --run run-002 --epochs 3`; undefined for a command that there is not. */
export function taskArguments({ command, run, args = [] }: TaskFields, project: string): string[] | undefined {
  const known = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!known) return undefined;
  return [...known.words, '--project', project, ...(run && known.run ? ['--run', run] : []), ...args];
}

/**
 * The project's folder. Of those that the workspace has, the only one below the task's folder is meant where none is named and that folder is none.
 * @param folder absolute path of the workspace folder that the task belongs to
 */
export function taskProject(
  project: string | undefined,
  folder: string,
  known: readonly string[],
  rules: path.PlatformPath = path,
): string {
  // Given as a function: what stands in a folder's name means nothing then.
  if (project !== undefined && project !== '')
    return rules.resolve(
      folder,
      project.replace(/^\$\{workspaceFolder\}/, () => folder),
    );
  if (known.includes(folder)) return folder;
  const below = known.filter((dir) => stepsInside(folder, dir, rules));
  return below.length === 1 ? below[0] : folder;
}
