/** The Runs view where nothing can be computed: each project's runs as their files have them, and the way to their evaluations. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/compute';
import { aucFigures, aucText } from '../metricsText';
import { findProjects } from '../projects';
import type { PageServices } from '../services';

type Row = { kind: 'project'; project: string } | { kind: 'run'; project: string; run: RunSummary } | { kind: 'note'; message: string };

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
    return projects.length === 1 ? this.#runsOf(projects[0]) : projects.map((project) => ({ kind: 'project', project }));
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === 'run') return runItem(row);
    const item = new vscode.TreeItem(row.kind === 'project' ? path.basename(row.project) : row.message);
    if (row.kind === 'project') item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
    item.iconPath = new vscode.ThemeIcon(row.kind === 'project' ? 'folder-library' : 'info');
    return item;
  }

  async #runsOf(project: string): Promise<Row[]> {
    const runs = await this.services.compute.listRuns({ project });
    if (runs.length === 0) return [{ kind: 'note', message: 'Nothing has been trained here yet.' }];
    return runs.toReversed().map((run) => ({ kind: 'run', project, run }));
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
