/** The Units view: the mined units of a run by class and rank, with what experts or measurement call them; follows results and answers. */
import * as vscode from 'vscode';
import { problemOf } from '../computeErrors';
import { findProjects } from '../projects';
import type { PageServices } from '../services';
import { projectItem } from './projectItem';
import { Redraw } from './redraw';
import { classItem, noteItem, type UnitNode, unitItem, unitsOfClass, unitTooltip } from './unitItems';

/** Run chosen for a project, by its folder; else the newest mined one is shown. */
const CHOSEN_RUNS = 'deepminer.unitsRuns';

export class UnitsView implements vscode.TreeDataProvider<UnitNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<UnitNode>;
  readonly #redraw: Redraw;
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly services: PageServices) {
    this.#view = vscode.window.createTreeView<UnitNode>('deepminer.units', { treeDataProvider: this, showCollapseAll: true });
    this.#redraw = new Redraw(
      (project) => listedUnits(services, project),
      () => this.#changed.fire(undefined),
    );
    this.#disposables = [this.#changed, this.#view, this.#redraw, services.unitsChanged(() => this.#redraw.ask())];
  }

  async getChildren(node?: UnitNode): Promise<UnitNode[]> {
    if (node?.kind === 'class') return unitsOfClass(node);
    if (node?.kind === 'project') return this.#classesOf(node.project, true);
    if (node) return [];
    const projects = await findProjects();
    await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
    this.#view.description = undefined;
    if (projects.length === 1) return this.#classesOf(projects[0], false);
    return projects.map((project) => ({ kind: 'project', project }));
  }

  getTreeItem(node: UnitNode): vscode.TreeItem {
    switch (node.kind) {
      case 'project':
        return projectItem(node.project);
      case 'class':
        return classItem(node);
      case 'unit':
        return unitItem(node);
      case 'note':
        return noteItem(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: UnitNode): Promise<vscode.TreeItem> {
    if (node.kind === 'unit') item.tooltip = await unitTooltip(node);
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** The classes of the shown run. Nothing mined: no rows, so that the view says what to do; among several projects, a row that says so. */
  async #classesOf(project: string, amongSeveral: boolean): Promise<UnitNode[]> {
    try {
      const listing = await listedUnits(this.services, project);
      for (const problem of listing.problems) this.services.log.warn(`${problem.file}: ${problem.found}. ${problem.remedy}`);
      if (!amongSeveral) this.#view.description = listing.run;
      return listing.classes.map((className) => ({ kind: 'class', project, listing, className }));
    } catch (error) {
      if (problemOf(error)?.code === 'mining.missing')
        return amongSeveral ? [{ kind: 'note', label: 'Not mined yet', icon: 'circle-outline' }] : [];
      this.#redraw.failed();
      const message = error instanceof Error ? error.message : String(error);
      this.services.log.warn(message);
      return [{ kind: 'note', label: 'Units cannot be listed', description: message, tooltip: message, icon: 'warning' }];
    }
  }
}

/** The units of the run that was chosen for a project, while it has any; else of the newest mined run. */
export async function listedUnits(services: PageServices, project: string) {
  const run = services.context.workspaceState.get<Record<string, string>>(CHOSEN_RUNS, {})[project];
  if (run === undefined) return services.compute.listUnits({ project });
  try {
    return await services.compute.listUnits({ project, run });
  } catch (error) {
    const gone = ['mining.missing', 'run.missing', 'file.missing'].includes(problemOf(error)?.code ?? '');
    if (!gone) throw error;
    return services.compute.listUnits({ project });
  }
}

/** Shows this run's units from now on; without a run, the newest mined one's. */
export async function chooseRun(services: PageServices, project: string, run: string | undefined): Promise<void> {
  const chosen = { ...services.context.workspaceState.get<Record<string, string>>(CHOSEN_RUNS, {}) };
  if (run === undefined) delete chosen[project];
  else chosen[project] = run;
  await services.context.workspaceState.update(CHOSEN_RUNS, chosen);
  services.runsChanged.fire();
}
