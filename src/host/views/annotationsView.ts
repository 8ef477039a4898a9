/** The Annotations view: experts, how far each is with the mined units, and what each said; follows the logs of answers. */
import * as vscode from 'vscode';
import type { AnnotationListing, ExpertAnswers } from '../../protocol/browse';
import type { UnitId } from '../../protocol/unit';
import { ComputeError } from '../computeErrors';
import { findProjects } from '../projects';
import type { Services } from '../services';
import { agreementText, expertDescription, expertFigures } from './annotationWords';
import { projectItem } from './projectItem';
import { Redraw } from './redraw';

type Answered = ExpertAnswers['answers'][number];

type AnnotationNode =
  | { kind: 'project'; project: string }
  | { kind: 'expert'; project: string; run: string; expert: string; place: string; of: ExpertAnswers; units: number }
  | { kind: 'answer'; project: string; run: string; expert: string; unit: UnitId; of: Answered; person: boolean }
  | { kind: 'note'; label: string; description?: string; tooltip?: string; icon: string; command?: vscode.Command };

const VIEW = 'deepminer.annotations';
const { None, Collapsed } = vscode.TreeItemCollapsibleState;

export class AnnotationsView implements vscode.TreeDataProvider<AnnotationNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<AnnotationNode>;
  readonly #redraw: Redraw;
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly services: Services) {
    this.#view = vscode.window.createTreeView<AnnotationNode>(VIEW, { treeDataProvider: this, showCollapseAll: true });
    const refresh = (): void => this.#changed.fire(undefined);
    this.#redraw = new Redraw(async (project) => vscode.workspace.isTrusted && services.compute.listAnnotations({ project }), refresh);
    this.#disposables = [
      this.#changed,
      this.#view,
      this.#redraw,
      services.unitsChanged(() => this.#redraw.ask()),
      vscode.commands.registerCommand('deepminer.refreshAnnotations', refresh),
    ];
  }

  async getChildren(node?: AnnotationNode): Promise<AnnotationNode[]> {
    if (!vscode.workspace.isTrusted) return [];
    if (node?.kind === 'project') return this.#expertsOf(node.project, true);
    if (node?.kind === 'expert') return answersOf(node);
    if (node) return [];
    const projects = await findProjects();
    await vscode.commands.executeCommand('setContext', 'deepminer.hasProject', projects.length > 0);
    this.#view.description = undefined;
    if (projects.length === 1) return this.#expertsOf(projects[0], false);
    return projects.map((project) => ({ kind: 'project', project }));
  }

  getTreeItem(node: AnnotationNode): vscode.TreeItem {
    switch (node.kind) {
      case 'project':
        return projectItem(node.project);
      case 'expert':
        return expertItem(node);
      case 'answer':
        return answerItem(node);
      case 'note': {
        const item = new vscode.TreeItem(node.label);
        item.description = node.description;
        item.tooltip = node.tooltip;
        item.iconPath = new vscode.ThemeIcon(node.icon);
        item.command = node.command;
        return item;
      }
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Nobody has answered: no rows, so that the view says what to do; among several projects, a row that says so. */
  async #expertsOf(project: string, amongSeveral: boolean): Promise<AnnotationNode[]> {
    try {
      const listing = await this.services.compute.listAnnotations({ project });
      const { run, units, experts } = listing;
      if (experts.length === 0) return amongSeveral ? [{ kind: 'note', label: 'Not annotated yet', icon: 'circle-outline' }] : [];
      if (!amongSeveral) this.#view.description = run;
      return [
        ...experts.map((of): AnnotationNode => ({ kind: 'expert', project, run, expert: of.expert, place: of.file, of, units })),
        ...notesOf(project, listing),
      ];
    } catch (error) {
      if (error instanceof ComputeError && error.problem?.code === 'mining.missing')
        return amongSeveral ? [{ kind: 'note', label: 'Not mined yet', icon: 'circle-outline' }] : [];
      this.#redraw.failed();
      const message = error instanceof Error ? error.message : String(error);
      this.services.log.warn(message);
      return [{ kind: 'note', label: 'Answers cannot be listed', description: message, tooltip: message, icon: 'warning' }];
    }
  }
}

function answersOf({ project, run, expert, of }: Extract<AnnotationNode, { kind: 'expert' }>): AnnotationNode[] {
  return of.answers.map((answer) => ({ kind: 'answer', project, run, expert, unit: answer.unit, of: answer, person: of.person }));
}

function expertItem({ project, expert, of, units, place }: Extract<AnnotationNode, { kind: 'expert' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(expert, of.answers.length > 0 ? Collapsed : None);
  item.id = `${project}#${expert}`;
  item.description = expertDescription(of, units, Date.now());
  item.iconPath = new vscode.ThemeIcon(of.person ? (of.answered === units ? 'pass' : 'account') : 'beaker');
  item.tooltip = [expert, ...expertFigures(of, units), place].join('\n');
  item.contextValue = of.person && of.answered > 0 ? 'expert' : 'expert.other';
  item.accessibilityInformation = { label: `${expert}, ${item.description}` };
  return item;
}

function answerItem({ project, run, expert, unit, of, person }: Extract<AnnotationNode, { kind: 'answer' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(unit);
  item.id = `${project}#${expert}#${unit}`;
  item.description = of.recognized ? of.words || 'recognizable, without words' : 'nothing recognizable';
  item.iconPath = new vscode.ThemeIcon(of.recognized ? 'tag' : 'circle-slash');
  const association = of.association ? `, ${of.association}` : '';
  item.tooltip = `${unit}, ${of.className} rank ${of.rank}\n${item.description}${association}\n${expert}, ${new Date(of.at).toLocaleString()}`;
  item.contextValue = 'answer';
  item.accessibilityInformation = { label: `${unit}, ${item.description}` };
  // What was measured is not answered again on the page of the survey.
  item.command = person
    ? { title: 'Annotate Unit', command: 'deepminer.annotate', arguments: [{ project, run, expert, unit }] }
    : { title: 'Show Unit', command: 'deepminer.showUnit', arguments: [{ project, run, unit }] };
  return item;
}

function notesOf(project: string, listing: AnnotationListing): AnnotationNode[] {
  const { run, decided, units, conflicts, problems } = listing;
  const results = { title: 'Show Survey Results', command: 'deepminer.surveyResults', arguments: [{ project, run }] };
  const agreement = agreementText(listing);
  const notes: AnnotationNode[] = [];
  if (agreement) notes.push({ kind: 'note', label: 'Agreement', description: agreement, icon: 'organization', command: results });
  if (decided > 0)
    notes.push({ kind: 'note', label: 'Decided', description: `${decided} of ${units} units`, icon: 'law', command: results });
  if (conflicts.length > 0)
    notes.push({ kind: 'note', label: 'Conflicts', description: `${conflicts.length} to settle`, icon: 'git-merge', command: results });
  if (problems.length > 0)
    notes.push({ kind: 'note', label: 'Damaged logs', description: problems[0], tooltip: problems.join('\n'), icon: 'warning' });
  return notes;
}
