/** The Runs view: every run of every project with its state, metrics per epoch, and what has been made of it; follows the files. */
import path from 'node:path';
import * as vscode from 'vscode';
import { findProjects } from '../projects';
import type { FollowedRun } from '../runs/following';
import type { Services } from '../services';
import { factItem, factsOf, type Node, type RunNode, type Running, runItem } from './runItems';

/** Changes of a run arrive in bursts while it trains. */
const REFRESH_DELAY_MS = 300;
/** A person reads no faster. */
const PROGRESS_INTERVAL_MS = 1000;

/** Above results in a workspace that is not trusted: why nothing can be done with them yet. */
const restrictedRow: Node = {
  kind: 'fact',
  label: 'Results only',
  description: 'this workspace is not trusted',
  icon: 'workspace-untrusted',
  tooltip: 'DeepMiner computes only in a trusted workspace. Manage Workspace Trust',
  command: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
};

export class RunsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  /** Run nodes as they are shown, by folder: progress changes one of them alone. */
  readonly #shown = new Map<string, RunNode>();
  #timer: NodeJS.Timeout | undefined;
  readonly #progressTimers = new Map<FollowedRun, NodeJS.Timeout>();

  constructor(private readonly services: Services) {
    const watchers = [
      '**/deepminer.json',
      '**/runs/*/{config.json,events.jsonl,evaluation.json,lock-*.json}',
      '**/runs/*/mining/*/manifest.json',
    ].map((glob) => vscode.workspace.createFileSystemWatcher(glob));
    const refresh = (): void => this.#refreshSoon();
    for (const watcher of watchers)
      this.#disposables.push(watcher, watcher.onDidCreate(refresh), watcher.onDidChange(refresh), watcher.onDidDelete(refresh));
    this.#disposables.push(
      services.runsChanged.event(refresh),
      services.runs.onDidChange((run) => this.#refreshRun(run)),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.window.registerTreeDataProvider('deepminer.runs', this),
    );
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      const projects = await findProjects();
      await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
      const rows =
        projects.length === 1 ? await this.#runsOf(projects[0]) : projects.map((project): Node => ({ kind: 'project', project }));
      return rows.length > 0 && !vscode.workspace.isTrusted ? [restrictedRow, ...rows] : rows;
    }
    if (node.kind === 'project') return this.#runsOf(node.project);
    return node.kind === 'run' ? factsOf(node.project, node.summary, this.#progressOf(node)) : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'project') {
      const item = new vscode.TreeItem(path.basename(node.project), vscode.TreeItemCollapsibleState.Expanded);
      item.description = vscode.workspace.asRelativePath(node.project);
      item.iconPath = new vscode.ThemeIcon('folder-library');
      item.contextValue = 'project';
      return item;
    }
    return node.kind === 'run' ? runItem(node.summary, this.#progressOf(node)) : factItem(node);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const timer of this.#progressTimers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #refreshSoon(): void {
    // Not put off by what comes meanwhile: epochs may follow each other faster than this.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire(undefined);
    }, REFRESH_DELAY_MS);
  }

  #refreshRun(run: FollowedRun): void {
    if (this.#progressTimers.has(run)) return;
    const show = (): void => {
      this.#progressTimers.delete(run);
      const node = [...this.#shown.values()].find((n) => n.project === run.project && n.run === run.run);
      this.#changed.fire(node);
    };
    this.#progressTimers.set(run, setTimeout(show, run.progress && !run.stopping ? PROGRESS_INTERVAL_MS : 0));
  }

  /** What is newest of a run that goes on: the window hears of it before the list does. */
  #progressOf({ project, run, summary }: RunNode): Running | undefined {
    if (summary.status !== 'running') return undefined;
    const followed = this.services.runs.find(project, run);
    return { progress: followed?.progress ?? summary.progress, stopping: followed?.stopping ?? false };
  }

  async #runsOf(project: string): Promise<Node[]> {
    try {
      const runs = await this.services.compute.listRuns({ project });
      for (const [dir, node] of this.#shown) if (node.project === project) this.#shown.delete(dir);
      return runs.reverse().map((summary) => {
        const node: RunNode = { kind: 'run', project, run: summary.run, summary };
        this.#shown.set(summary.dir, node);
        if (summary.status === 'running') this.services.runs.follow(project, summary.run);
        return node;
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.services.log.warn(message);
      return [
        {
          kind: 'fact',
          label: 'Runs cannot be listed',
          description: message,
          icon: 'warning',
          tooltip: message,
          file: path.join(project, 'deepminer.json'),
        },
      ];
    }
  }
}
