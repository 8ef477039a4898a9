/** Context keys for how far the work of the workspace has come: by them the steps of the walkthrough tick themselves and empty views say what comes next. */
import * as vscode from 'vscode';
import { milestonesOf } from './milestones';
import { findProjects } from './projects';
import type { Services } from './services';

const WATCHED = [
  '**/deepminer.json',
  '**/runs/*/checkpoints/*.onnx',
  '**/runs/*/mining/*/manifest.json',
  '**/annotations/*.jsonl',
  '**/runs/*/explanations/**',
];
/** Files come in bursts. */
const LOOK_DELAY_MS = 400;

export class Journey implements vscode.Disposable {
  readonly #disposables: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Pick<Services, 'log' | 'runsChanged'>) {
    const look = (): void => this.#lookSoon();
    // That a file has changed says nothing of whether it is there.
    const watchers = WATCHED.map((glob) => vscode.workspace.createFileSystemWatcher(glob, false, true, false));
    this.#disposables = [
      ...watchers.flatMap((watcher) => [watcher, watcher.onDidCreate(look), watcher.onDidDelete(look)]),
      services.runsChanged.event(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    ];
    look();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void look().catch((error: unknown) => this.services.log.warn(`How far the projects are cannot be told: ${String(error)}`));
    }, LOOK_DELAY_MS);
  }
}

async function look(): Promise<void> {
  const projects = await findProjects();
  const { trained, mined, annotated, explained } = await milestonesOf(projects);
  const keys = { hasProject: projects.length > 0, isTrained: trained, isMined: mined, isAnnotated: annotated, isExplained: explained };
  for (const [key, holds] of Object.entries(keys)) await vscode.commands.executeCommand('setContext', `deepminer.${key}`, holds);
}
