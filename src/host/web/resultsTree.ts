/** The Runs view where nothing can be computed: each project's runs as their files have them, and the way to their evaluations. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/compute';
import { aucFigures, aucText } from '../metricsText';
import { findProjects } from '../projects';
import type { PageServices } from '../services';

type Row =
  | { kind: 'project'; project: string }
  | { kind: 'check'; project: string }
  | { kind: 'run'; project: string; run: RunSummary }
  | { kind: 'note'; message: string; description?: string; tooltip?: string };

/** Above results: why nothing is computed here, and where it is. */
const MACHINELESS: Row = {
  kind: 'note',
  message: 'Results only',
  description: 'there is no machine to compute on',
  tooltip: 'Computing needs a workspace on a machine: VS Code on a desktop, or with Remote-SSH, WSL, a dev container or code-server.',
};

export class ResultsTree implements vscode.TreeDataProvider<Row> {
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(private readonly services: PageServices) {
    const changed = new vscode.EventEmitter<undefined>();
    services.context.subscriptions.push(
      changed,
      services.runsChanged.event(() => changed.fire(undefined)),
    );
    this.onDidChangeTreeData = changed.event;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row?.kind === 'project') return this.#runsOf(row.project);
    if (row) return [];
    const projects = await findProjects();
    await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
    if (projects.length === 0) return [];
    const rows = projects.length === 1 ? await this.#runsOf(projects[0]) : projects.map((project): Row => ({ kind: 'project', project }));
    return [MACHINELESS, ...rows];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === 'run') return runItem(row);
    if (row.kind === 'project') {
      const item = new vscode.TreeItem(path.basename(row.project), vscode.TreeItemCollapsibleState.Expanded);
      item.iconPath = new vscode.ThemeIcon('folder-library');
      return item;
    }
    if (row.kind === 'check') {
      const item = new vscode.TreeItem('Data set check');
      item.iconPath = new vscode.ThemeIcon('checklist');
      item.command = { title: 'Show Data Set Check', command: 'deepminer.showDataCheck', arguments: [{ project: row.project }] };
      return item;
    }
    const item = new vscode.TreeItem(row.message);
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon('info');
    return item;
  }

  async #runsOf(project: string): Promise<Row[]> {
    const runs = await this.services.compute.listRuns({ project });
    const checked = await this.services.compute.openDataCheck({ project }).then(
      (): Row[] => [{ kind: 'check', project }],
      () => [],
    );
    if (runs.length === 0) return [{ kind: 'note', message: 'Nothing has been trained here yet.' }, ...checked];
    return [...runs.toReversed().map((run): Row => ({ kind: 'run', project, run })), ...checked];
  }
}

function runItem({ project, run }: Extract<Row, { kind: 'run' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(run.run);
  const state = run.status === 'finished' ? '' : run.status;
  item.description = [state, run.last && `AUC ${aucFigures(run.last.holdout.auc)}`, run.evaluated && 'evaluated']
    .filter(Boolean)
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon(run.status === 'finished' ? 'pass' : 'circle-outline');
  item.tooltip = `${run.network}, ${run.epochsDone} of ${run.epochs} epochs${run.last ? `; hold-out AUC ${aucText(run.last.holdout.auc)}` : ''}`;
  // Not one of the menus of the view, which compute.
  item.contextValue = 'result';
  if (run.evaluated)
    item.command = { title: 'Show Evaluation', command: 'deepminer.showEvaluation', arguments: [{ project, run: run.run }] };
  return item;
}
