/** Context keys for how far the work of the workspace has come: by them the steps of the walkthrough tick themselves and empty views say what comes next. */
import * as vscode from 'vscode';
import { milestonesOf } from './milestones';
import { OneAtATime } from './oneAtATime';
import { ProjectFolders } from './projectFolders';
import { findProjects } from './projects';
import type { Services } from './services';

/** Files come in bursts. */
const LOOK_DELAY_MS = 400;

export class Journey implements vscode.Disposable {
  readonly #disposables: vscode.Disposable[];
  /** Whatever shows results of projects hears of changes by the same event, whoever made them. */
  readonly #folders = new ProjectFolders(() => this.services.runsChanged.fire());
  readonly #looks = new OneAtATime(
    () => this.#look().catch((error: unknown) => this.services.log.warn(`How far the projects are cannot be told: ${String(error)}`)),
    LOOK_DELAY_MS,
  );

  constructor(private readonly services: Pick<Services, 'log' | 'runsChanged'>) {
    const look = (): void => this.#looks.ask();
    const projects = vscode.workspace.createFileSystemWatcher('**/deepminer.json', false, true, false);
    this.#disposables = [
      this.#folders,
      projects,
      projects.onDidCreate(look),
      projects.onDidDelete(look),
      services.runsChanged.event(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    ];
    look();
  }

  dispose(): void {
    this.#looks.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #look(): Promise<void> {
    const projects = await findProjects();
    await this.#folders.watch(projects);
    const { trained, mined, annotated, explained } = await milestonesOf(projects);
    const keys = { hasProject: projects.length > 0, isTrained: trained, isMined: mined, isAnnotated: annotated, isExplained: explained };
    for (const [key, holds] of Object.entries(keys)) await vscode.commands.executeCommand('setContext', `deepminer.${key}`, holds);
  }
}
