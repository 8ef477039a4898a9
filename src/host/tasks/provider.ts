/** Tasks of the type `deepminer`: the command line of this extension in VS Code's terminal, on the Node that VS Code itself runs on. */
import path from 'node:path';
import * as vscode from 'vscode';
import { stepsInside } from '../../protocol/inside';
import { milestonesOf } from '../milestones';
import { findProjects } from '../projects';
import type { Services } from '../services';
import { processEnvironment } from '../settings';
import { type TaskFields, taskArguments, taskProject, taskTitle } from './commandLine';

const TYPE = 'deepminer';
/** A problem with a line in its file, and one of a file as a whole. */
const MATCHERS = ['$deepminer', '$deepminer-file'];

type Definition = vscode.TaskDefinition & TaskFields;

export class DeepMinerTasks implements vscode.TaskProvider, vscode.Disposable {
  readonly #registration = vscode.tasks.registerTaskProvider(TYPE, this);

  constructor(private readonly services: Pick<Services, 'context'>) {}

  /** What can be done next with each project of the workspace. */
  async provideTasks(): Promise<vscode.Task[]> {
    const projects = await findProjects();
    const tasks = await Promise.all(
      projects.map(async (project) => {
        const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project));
        if (!folder) return [];
        const relative = stepsInside(folder.uri.fsPath, project, path) ?? '';
        return (await fittingCommands(project)).flatMap((command) => {
          const definition: Definition = { type: TYPE, command, ...(relative && { project: relative }) };
          return this.#task(definition, folder, project, relative) ?? [];
        });
      }),
    );
    return tasks.flat();
  }

  /** A task as tasks.json has it: its definition stays as it is written, only what it runs is added. */
  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = task.definition as Definition;
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    if (!folder) return undefined;
    const project = taskProject(definition.project, folder.uri.fsPath, await findProjects());
    return this.#task(definition, folder, project, definition.project ?? '', task.name);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #task(definition: Definition, folder: vscode.WorkspaceFolder, project: string, shown: string, name?: string): vscode.Task | undefined {
    const args = taskArguments(definition, project);
    if (!args) return undefined;
    const cli = this.services.context.asAbsolutePath('dist/cli.cjs');
    const env = { ...definedOnly(processEnvironment()), ELECTRON_RUN_AS_NODE: '1' };
    const execution = new vscode.ProcessExecution(process.execPath, [cli, ...args], { cwd: project, env });
    const title = taskTitle(definition.command);
    const task = new vscode.Task(definition, folder, name || (shown ? `${title} (${shown})` : title), 'DeepMiner', execution, MATCHERS);
    task.detail = `deepminer ${args.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ')}`;
    // Two trainings in one terminal would write over each other.
    task.presentationOptions = { panel: vscode.TaskPanelKind.Dedicated, clear: true };
    return task;
  }
}

/** Checking and training go always; what needs a trained network or mined units is offered when there are. */
async function fittingCommands(project: string): Promise<string[]> {
  const { trained, mined } = await milestonesOf([project]);
  return [
    'check',
    'train',
    ...(trained ? ['evaluate', 'mine'] : []),
    ...(mined ? ['dissect', 'annotate', 'explain-all', 'faithfulness'] : []),
  ];
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
