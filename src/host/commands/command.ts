/** What a palette command is: an id, and what it does with the arguments a button, a tree item or a program gives. */
import * as vscode from 'vscode';
import { ProblemError } from '../../protocol/problem';
import { showFailure } from '../failure';
import { UNTRUSTED } from '../looking/gate';
import type { Services } from '../services';
import { ensureTrust } from '../work';
import { LOOKING } from './looking';

/** Arguments every command understands; without them it asks. */
export interface ProjectArguments {
  /** Folder with deepminer.json. */
  project?: string;
  run?: string;
}

/** `silent` lets a program (a test, a task) have errors thrown instead of shown. */
export type CommandArguments<T> = Partial<T> & { silent?: boolean };

export type Command = (services: Services, ...given: unknown[]) => Promise<unknown>;

/** Registers commands under `deepminer.<name>`; whatever one throws beyond its own care is shown, never lost. */
export function registerCommands(services: Services, commands: Record<string, Command>): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, command]) =>
      vscode.commands.registerCommand(`deepminer.${name}`, async (...given: unknown[]) => {
        try {
          if (!LOOKING.has(name) && !vscode.workspace.isTrusted) {
            if (isSilent(given[0])) throw new ProblemError(UNTRUSTED);
            if (!(await ensureTrust())) return undefined;
          }
          return await command(services, ...given);
        } catch (error) {
          if (isSilent(given[0])) throw error;
          showFailure(services, error);
          return undefined;
        }
      }),
    ),
  );
}

/** The fields of a command's first argument, be it a plain object or a tree item that carries them. */
export function argumentsOf<T extends object>(given: unknown): CommandArguments<T> {
  return typeof given === 'object' && given !== null && !(given instanceof vscode.Uri) ? (given as CommandArguments<T>) : {};
}

const isSilent = (given: unknown): boolean => argumentsOf<object>(given).silent === true;
