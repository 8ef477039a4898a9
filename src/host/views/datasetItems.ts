/** Rows of the Data Set view: parts, cases, views with their picture in the tooltip, findings. */
import * as vscode from 'vscode';
import type {
  BrowsedPart,
  CaseOverview,
  DatasetOverview,
  FindingOverview,
  PartOverview,
  ViewOverview,
  ViewThumbnail,
} from '../../protocol/browse';

interface OfProject {
  project: string;
}

export type DatasetNode =
  | ({ kind: 'project' } & OfProject)
  | ({ kind: 'part'; part: PartOverview } & OfProject)
  | ({ kind: 'case'; of: CaseOverview; place: string } & OfProject)
  | ({ kind: 'view'; of: ViewOverview; view: string; place: string } & OfProject)
  | ({ kind: 'finding'; finding: FindingOverview; of: ViewOverview; view: string; place: string } & OfProject)
  | ({ kind: 'more'; part: BrowsedPart; shown: number; total: number } & OfProject)
  | ({ kind: 'note'; label: string; description?: string; tooltip?: string; icon: string; command?: vscode.Command } & OfProject);

const PARTS: Record<BrowsedPart, string> = { train: 'Training', holdout: 'Hold-out', test: 'Test' };
/** Those of findings have no colour of their own in themes: red is for what failed. */
const LABEL_COLOURS: Readonly<Record<string, string>> = { malignant: 'charts.yellow', benign: 'charts.blue' };

export function partItem({ project, part: { part, cases, views, findings } }: Extract<DatasetNode, { kind: 'part' }>): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(PARTS[part], cases > 0 ? Collapsed : None);
  item.id = `${project}#${part}`;
  item.description = `${count(cases, 'case')}, ${count(views, 'view')}, ${count(findings, 'finding')}`;
  item.iconPath = new vscode.ThemeIcon('folder-library');
  item.contextValue = 'part';
  return item;
}

export function caseItem({
  project,
  of: { caseId, dir, label, views, findings },
}: Extract<DatasetNode, { kind: 'case' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(caseId, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${project}#case#${caseId}`;
  item.description = label;
  item.iconPath = labelIcon('circle-filled', label);
  item.tooltip = `${caseId}: ${label}, ${count(views, 'view')}, ${count(findings, 'finding')}\n${dir}`;
  item.contextValue = 'case';
  item.accessibilityInformation = { label: `${caseId}, ${label}` };
  return item;
}

/** Without its tooltip, which has a picture: that is made when it is asked for. */
export function viewItem({ project, of, view }: Extract<DatasetNode, { kind: 'view' }>): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(of.name, of.findings.length > 0 ? Collapsed : None);
  item.id = `${project}#view#${view}`;
  item.description = [of.label, ...(of.findings.length > 0 ? [count(of.findings.length, 'finding')] : [])].join(', ');
  item.iconPath = labelIcon('file-media', of.label);
  item.contextValue = 'view';
  item.command = { title: 'Show View', command: 'deepminer.showView', arguments: [{ project, view }] };
  item.accessibilityInformation = { label: `${view}, ${item.description}` };
  return item;
}

/** Facts of a view beside its picture; `picture` is why there is none, where it is a text. */
export function viewTooltip({ of }: Extract<DatasetNode, { kind: 'view' }>, picture: ViewThumbnail | string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(of.viewId).appendMarkdown('** ').appendText(`${of.label}, ${of.width} x ${of.height} pixels`);
  text.appendMarkdown('\n\n');
  if (typeof picture === 'string') text.appendText(picture).appendMarkdown('\n\n');
  else text.appendMarkdown(`![${of.name}](data:image/jpeg;base64,${picture.picture}|width=${picture.width},height=${picture.height})\n\n`);
  text.appendText(of.file);
  return text;
}

export function findingItem({ finding, project, view }: Extract<DatasetNode, { kind: 'finding' }>): vscode.TreeItem {
  const kinds = finding.kinds.join(' and ') || 'finding';
  const item = new vscode.TreeItem(kinds.charAt(0).toUpperCase() + kinds.slice(1));
  item.id = `${project}#finding#${view}#${finding.id}`;
  item.description = [finding.label, ...finding.words].join(', ');
  item.iconPath = labelIcon('target', finding.label);
  const figures = [
    ...(finding.assessment === undefined ? [] : [`BI-RADS ${finding.assessment}`]),
    ...(finding.subtlety === undefined ? [] : [`subtlety ${finding.subtlety} of 5`]),
  ];
  item.tooltip = [`Finding ${finding.id}: ${item.description}`, ...figures].join(', ');
  item.contextValue = 'finding';
  item.accessibilityInformation = { label: item.tooltip };
  item.command = { title: 'Show View', command: 'deepminer.showView', arguments: [{ project, view }] };
  return item;
}

export function moreItem(node: Extract<DatasetNode, { kind: 'more' }>): vscode.TreeItem {
  const { project, part, shown, total } = node;
  const item = new vscode.TreeItem('Show more cases');
  item.id = `${project}#${part}#more`;
  item.description = `${shown} of ${total} shown`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { title: 'Show More Cases', command: 'deepminer.showMoreCases', arguments: [node] };
  return item;
}

export function datasetNoteItem(note: Extract<DatasetNode, { kind: 'note' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(note.label);
  item.description = note.description;
  item.tooltip = note.tooltip;
  item.iconPath = new vscode.ThemeIcon(note.icon);
  item.command = note.command;
  return item;
}

/** What the whole data set is, in the head of the view. */
export const overviewText = ({ format, parts }: DatasetOverview): string =>
  `${format}, ${count(
    parts.reduce((sum, p) => sum + p.cases, 0),
    'case',
  )}`;

export const count = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;

function labelIcon(name: string, label: string): vscode.ThemeIcon {
  const colour = LABEL_COLOURS[label];
  return new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
