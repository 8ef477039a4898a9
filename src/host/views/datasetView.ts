/** The Data Set view: parts, their cases a page at a time, views with pictures, findings; each fetched when its row is opened. */
import * as vscode from 'vscode';
import { ComputeError } from '../computeErrors';
import { FileChanges } from '../fileChanges';
import { findProjects } from '../projects';
import type { Services } from '../services';
import {
  caseItem,
  type DatasetNode,
  datasetNoteItem,
  findingItem,
  moreItem,
  overviewText,
  partItem,
  viewItem,
  viewTooltip,
} from './datasetItems';

import { projectItem } from './projectItem';

/** Cases of a part that a row more brings: more rows at a time than a person looks through, few enough to be there at once. */
const PAGE = 200;
const VIEW = 'deepminer.dataset';
const FILES = ['**/deepminer.json', '**/.deepminer/check/report.json'];

type PartNode = Extract<DatasetNode, { kind: 'part' }>;

export class DatasetView implements vscode.TreeDataProvider<DatasetNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<DatasetNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<DatasetNode>;
  readonly #disposables: vscode.Disposable[];
  /** Cases that are shown of a part, by project and part, where that is more than a page. */
  readonly #shown = new Map<string, number>();
  readonly #parts = new Map<string, PartNode>();

  constructor(private readonly services: Services) {
    const files = new FileChanges(FILES);
    this.#view = vscode.window.createTreeView<DatasetNode>(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [
      this.#changed,
      this.#view,
      files,
      files.event(() => this.refresh()),
      vscode.commands.registerCommand('deepminer.refreshDataset', () => this.refresh()),
      vscode.commands.registerCommand('deepminer.showMoreCases', (node: Extract<DatasetNode, { kind: 'more' }>) => {
        const part = this.#parts.get(keyOf(node.project, node.part));
        this.#shown.set(keyOf(node.project, node.part), node.shown + PAGE);
        if (part) this.#changed.fire(part);
      }),
    ];
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: DatasetNode): Promise<DatasetNode[]> {
    if (!vscode.workspace.isTrusted) return [];
    if (node) return this.#below(node);
    const projects = await findProjects();
    await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
    this.#view.description = undefined;
    if (projects.length === 1) return this.#partsOf(projects[0], false);
    return projects.map((project) => ({ kind: 'project', project }));
  }

  getTreeItem(node: DatasetNode): vscode.TreeItem {
    switch (node.kind) {
      case 'project':
        return projectItem(node.project, vscode.TreeItemCollapsibleState.Collapsed);
      case 'part':
        return partItem(node);
      case 'case':
        return caseItem(node);
      case 'view':
        return viewItem(node);
      case 'finding':
        return findingItem(node);
      case 'more':
        return moreItem(node);
      case 'note':
        return datasetNoteItem(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: DatasetNode): Promise<vscode.TreeItem> {
    if (node.kind !== 'view') return item;
    const { project, view } = node;
    const picture = await this.services.compute.viewThumbnail({ project, view }).catch(messageOf);
    item.tooltip = viewTooltip(node, picture);
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #below(node: DatasetNode): Promise<DatasetNode[]> {
    const { project } = node;
    if (node.kind === 'project') return this.#partsOf(project, true);
    if (node.kind === 'part') return this.#orNote(project, () => this.#casesOf(node));
    if (node.kind === 'case')
      return this.#orNote(project, async () => {
        const views = await this.services.compute.listCaseViews({ project, caseId: node.of.caseId });
        return views.map((of) => ({ kind: 'view', project, of, view: of.viewId, place: of.file }));
      });
    if (node.kind !== 'view') return [];
    const { of, view, place } = node;
    return of.findings.map((finding) => ({ kind: 'finding', project, finding, of, view, place }));
  }

  async #partsOf(project: string, amongSeveral: boolean): Promise<DatasetNode[]> {
    return this.#orNote(project, async () => {
      const overview = await vscode.window.withProgress({ location: { viewId: VIEW } }, () =>
        this.services.compute.datasetOverview({ project }),
      );
      if (!amongSeveral) this.#view.description = overviewText(overview);
      const parts = overview.parts.map((part): PartNode => ({ kind: 'part', project, part }));
      for (const node of parts) this.#parts.set(keyOf(project, node.part.part), node);
      return [...this.#leftOut(project, overview.leftOut), ...parts];
    });
  }

  async #casesOf({ project, part: { part } }: PartNode): Promise<DatasetNode[]> {
    const shown = this.#shown.get(keyOf(project, part)) ?? PAGE;
    const { total, cases } = await this.services.compute.listCases({ project, part, from: 0, count: shown });
    const rows: DatasetNode[] = cases.map((of) => ({ kind: 'case', project, of, place: of.dir }));
    if (total > cases.length) rows.push({ kind: 'more', project, part, shown: cases.length, total });
    return rows;
  }

  /** What was left out is never passed over in silence. */
  #leftOut(project: string, { files, first }: { files: number; first?: string }): DatasetNode[] {
    if (files === 0) return [];
    return [
      {
        kind: 'note',
        project,
        label: `${files === 1 ? '1 file is' : `${files} files are`} left out`,
        description: 'check the data set to see why',
        tooltip: first,
        icon: 'warning',
        command: { title: 'Check Data Set', command: 'deepminer.checkDataset', arguments: [{ project }] },
      },
    ];
  }

  /** A data set that cannot be read is a row that says why, and leads to where that is mended. */
  async #orNote(project: string, rows: () => Promise<DatasetNode[]>): Promise<DatasetNode[]> {
    try {
      return await rows();
    } catch (error) {
      const message = messageOf(error);
      this.services.log.warn(message);
      const problem = error instanceof ComputeError ? error.problem : undefined;
      const settings = problem?.code.startsWith('project.') ? problem.file : undefined;
      const line = Math.max(0, (problem?.line ?? 1) - 1);
      const command = settings
        ? {
            title: 'Open Settings of the Project',
            command: 'vscode.open',
            arguments: [vscode.Uri.file(settings), { selection: new vscode.Range(line, 0, line, 0) }],
          }
        : { title: 'Check Data Set', command: 'deepminer.checkDataset', arguments: [{ project }] };
      const label = settings ? 'deepminer.json has to be corrected' : 'The data set cannot be read';
      return [{ kind: 'note', project, label, description: message, tooltip: message, icon: 'error', command }];
    }
  }
}

const keyOf = (project: string, part: string): string => `${part}\n${project}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
