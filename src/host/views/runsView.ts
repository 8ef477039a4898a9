/** The Runs view: every run of every project with its state, metrics, checkpoints and results; follows the files. */
import path from 'node:path';
import * as vscode from 'vscode';
import { FileChanges } from '../fileChanges';
import { OneAtATime } from '../oneAtATime';
import { findProjects } from '../projects';
import type { FollowedRun } from '../runs/following';
import type { Services } from '../services';
import { projectItem } from './projectItem';
import { checkpointItem, checkpointsItem, type FactNode, factItem, factsOf, type Node, type RunNode, runItem } from './runItems';
import type { Running } from './runWords';

/** A person reads no faster. */
const PROGRESS_INTERVAL_MS = 1000;
const FILES = [
  '**/deepminer.json',
  '**/runs/*/{config.json,events.jsonl,evaluation.json,evaluation.holdout.json,lock-*.json}',
  '**/runs/*/mining/*/manifest.json',
];

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
  readonly #view: vscode.TreeView<Node>;
  readonly #disposables: vscode.Disposable[];
  /** Run nodes as they are shown, by folder: progress changes one of them alone. */
  readonly #shown = new Map<string, RunNode>();
  /** Projects whose runs are shown; none before the view is first seen. */
  #projects: readonly string[] = [];
  /** Folders of the runs that are open: what is below them may have changed where their own line has not. */
  readonly #open = new Set<string>();
  readonly #refresh = new OneAtATime(() => this.#refreshRows().catch(() => this.#changed.fire(undefined)));
  readonly #progressTimers = new Map<FollowedRun, NodeJS.Timeout>();

  constructor(private readonly services: Services) {
    const files = new FileChanges(FILES, [services.runsChanged.event]);
    const options = { treeDataProvider: this, canSelectMany: true, showCollapseAll: true };
    this.#view = vscode.window.createTreeView<Node>('deepminer.runs', options);
    this.#disposables = [
      this.#changed,
      files,
      this.#view,
      this.#refresh,
      files.event(() => this.#refresh.ask()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire(undefined)),
      this.#view.onDidExpandElement(({ element }) => element.kind === 'run' && this.#open.add(element.summary.dir)),
      this.#view.onDidCollapseElement(({ element }) => element.kind === 'run' && this.#open.delete(element.summary.dir)),
      services.runs.onDidChange((run) => this.#refreshRun(run)),
    ];
    this.#showBadge();
  }

  /** The runs whose rows are selected. */
  get selected(): readonly RunNode[] {
    return this.#view.selection.filter((node) => node.kind === 'run');
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      const projects = await findProjects();
      this.#projects = projects;
      await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
      const rows =
        projects.length === 1 ? await this.#runsOf(projects[0]) : projects.map((project): Node => ({ kind: 'project', project }));
      return rows.length > 0 && !vscode.workspace.isTrusted ? [restrictedRow, ...rows] : rows;
    }
    if (node.kind === 'project') return this.#runsOf(node.project);
    if (node.kind === 'run') return this.#factsOf(node);
    if (node.kind !== 'checkpoints') return [];
    const { project, run, checkpoints } = node;
    return checkpoints.map((checkpoint) => ({ kind: 'checkpoint', project, run, checkpoint, place: checkpoint.file }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'project':
        return projectItem(node.project);
      case 'run':
        return runItem(node.summary, this.#progressOf(node));
      case 'checkpoints':
        return checkpointsItem(node);
      case 'checkpoint':
        return checkpointItem(node);
      case 'fact':
        return factItem(node);
    }
  }

  dispose(): void {
    for (const timer of this.#progressTimers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /**
   * Draws anew the rows that changed, all of them only where runs came or went: while VS Code lists all rows, a click on a row's button is told to
   * nobody, and a run that trains changes all the time.
   */
  async #refreshRows(): Promise<void> {
    const projects = await findProjects();
    const lists = await Promise.all(projects.map((project) => this.services.compute.listRuns({ project })));
    const runs = lists.flat();
    const same = projects.join('\n') === this.#projects.join('\n') && runs.length === this.#shown.size;
    if (!same || runs.length === 0 || runs.some(({ dir }) => !this.#shown.has(dir))) {
      this.#changed.fire(undefined);
      return;
    }
    for (const summary of runs) {
      const node = this.#shown.get(summary.dir);
      const alike = node && JSON.stringify(node.summary) === JSON.stringify(summary);
      if (!node || (alike && !this.#open.has(summary.dir))) continue;
      node.summary = summary;
      if (summary.status === 'running') this.services.runs.follow(node.project, summary.run);
      this.#changed.fire(node);
    }
  }

  #refreshRun(run: FollowedRun): void {
    this.#showBadge();
    if (this.#progressTimers.has(run)) return;
    const show = (): void => {
      this.#progressTimers.delete(run);
      const node = [...this.#shown.values()].find((n) => n.project === run.project && n.run === run.run);
      this.#changed.fire(node);
    };
    this.#progressTimers.set(run, setTimeout(show, run.progress && !run.stopping ? PROGRESS_INTERVAL_MS : 0));
  }

  /** How many runs go on, seen also while the view is closed. */
  #showBadge(): void {
    const { length } = this.services.runs.runs;
    if (this.#view.badge?.value === length) return;
    this.#view.badge = length === 0 ? undefined : { value: length, tooltip: length === 1 ? '1 run goes on' : `${length} runs go on` };
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
      return [this.#failed('Runs cannot be listed', error, path.join(project, 'deepminer.json'))];
    }
  }

  async #factsOf(node: RunNode): Promise<Node[]> {
    const { project, run } = node;
    try {
      return factsOf(project, await this.services.compute.runFiles({ project, run }), this.#progressOf(node));
    } catch (error) {
      return [this.#failed('The run cannot be read', error)];
    }
  }

  #failed(label: string, error: unknown, place?: string): FactNode {
    const message = error instanceof Error ? error.message : String(error);
    this.services.log.warn(message);
    return { kind: 'fact', label, description: message, icon: 'warning', tooltip: message, place };
  }
}
