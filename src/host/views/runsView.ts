/** The Runs view: every run of every project with its state, metrics per epoch, and what has been made of it; follows the files. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { EpochMetrics, RunSummary } from '../../protocol/compute';
import { aucFigures, aucText } from '../metricsText';
import { findProjects } from '../projects';
import type { Services } from '../services';

/** Changes of a run arrive in bursts while it trains. */
const REFRESH_DELAY_MS = 300;

type Node =
  | { kind: 'project'; project: string }
  | { kind: 'run'; project: string; run: string; summary: RunSummary }
  | { kind: 'fact'; label: string; description?: string; icon: string; tooltip?: string; file?: string };

export class RunsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services) {
    const watchers = ['**/deepminer.json', '**/runs/*/{config.json,events.jsonl,evaluation.json}', '**/runs/*/mining/*/manifest.json'].map(
      (glob) => vscode.workspace.createFileSystemWatcher(glob),
    );
    const refresh = (): void => this.#refreshSoon();
    for (const watcher of watchers)
      this.#disposables.push(watcher, watcher.onDidCreate(refresh), watcher.onDidChange(refresh), watcher.onDidDelete(refresh));
    this.#disposables.push(
      services.runsChanged.event(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.window.registerTreeDataProvider('deepminer.runs', this),
    );
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!vscode.workspace.isTrusted) return [];
    if (!node) {
      const projects = await findProjects();
      await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
      if (projects.length === 1) return this.#runsOf(projects[0]);
      return projects.map((project) => ({ kind: 'project', project }));
    }
    if (node.kind === 'project') return this.#runsOf(node.project);
    return node.kind === 'run' ? factsOf(node.summary) : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'project') {
      const item = new vscode.TreeItem(path.basename(node.project), vscode.TreeItemCollapsibleState.Expanded);
      item.description = vscode.workspace.asRelativePath(node.project);
      item.iconPath = new vscode.ThemeIcon('folder-library');
      item.contextValue = 'project';
      return item;
    }
    return node.kind === 'run' ? runItem(node.summary) : factItem(node);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), REFRESH_DELAY_MS);
  }

  async #runsOf(project: string): Promise<Node[]> {
    try {
      const runs = await this.services.compute.listRuns({ project });
      return runs.reverse().map((summary) => ({ kind: 'run', project, run: summary.run, summary }));
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

const STATUS_ICONS: Record<RunSummary['status'], [icon: string, color?: string]> = {
  running: ['sync~spin'],
  finished: ['pass', 'testing.iconPassed'],
  cancelled: ['circle-slash'],
  interrupted: ['debug-disconnect', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
};

function runItem(run: RunSummary): vscode.TreeItem {
  const item = new vscode.TreeItem(run.run, vscode.TreeItemCollapsibleState.Collapsed);
  const epochs = `${run.epochsDone} of ${run.epochs} epochs`;
  item.id = run.dir;
  // The view is narrow: what is usual goes without saying, class names stand in the tooltip.
  const state = run.status === 'finished' ? '' : `${run.status}, ${epochs}`;
  item.description = [state, run.last && `AUC ${aucFigures(run.last.holdout.auc)}`].filter(Boolean).join(' · ');
  const [icon, color] = STATUS_ICONS[run.status];
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = `run.${run.status === 'finished' ? 'finished' : run.status === 'running' ? 'running' : 'unfinished'}${run.mined ? '.mined' : ''}`;
  item.tooltip = new vscode.MarkdownString(
    [
      `**${run.run}** ${run.status}`,
      `${run.network}, ${epochs}, ${run.trainPatches} patches`,
      ...(run.last ? [`Hold-out AUC: ${aucText(run.last.holdout.auc)}`] : []),
    ].join('\n\n'),
  );
  return item;
}

function factsOf(run: RunSummary): Node[] {
  const facts: Node[] = [{ kind: 'fact', label: run.network, description: `${run.trainPatches} training patches`, icon: 'circuit-board' }];
  if (run.last) facts.push(epochFact(run.last));
  facts.push(
    run.evaluated
      ? { kind: 'fact', label: 'Evaluated', icon: 'graph-line', file: path.join(run.dir, 'evaluation.json') }
      : { kind: 'fact', label: 'Not evaluated yet', icon: 'circle-outline' },
    run.mined
      ? {
          kind: 'fact',
          label: 'Mined',
          description: run.mined.slice(0, 12),
          icon: 'search',
          file: path.join(run.dir, 'mining', run.mined, 'manifest.json'),
        }
      : { kind: 'fact', label: 'Not mined yet', icon: 'circle-outline' },
  );
  return facts;
}

function epochFact(epoch: EpochMetrics): Node {
  const { holdout, train } = epoch;
  return {
    kind: 'fact',
    label: `Epoch ${epoch.epoch}`,
    description: `hold-out loss ${holdout.loss.toFixed(3)}, accuracy ${(100 * holdout.accuracy).toFixed(0)} %`,
    icon: 'pulse',
    tooltip: `Training loss ${train.loss.toFixed(3)}, hold-out AUC ${aucText(holdout.auc)}; ${epoch.patchesPerSecond.toFixed(1)} patches a second`,
  };
}

function factItem(fact: Extract<Node, { kind: 'fact' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(fact.label);
  item.description = fact.description;
  item.iconPath = new vscode.ThemeIcon(fact.icon);
  item.tooltip = fact.tooltip;
  if (fact.file) item.command = { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(fact.file)] };
  return item;
}
