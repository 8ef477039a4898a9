/** What a project is called where the workspace has several, and its row in a view. */
import path from 'node:path';
import * as vscode from 'vscode';
import { stepsInside } from '../../protocol/inside';

/** The folder's name, and where it lies in the workspace: nothing for a folder of the workspace itself, unless another has the same name. */
export function projectLabel(project: string): { label: string; description: string } {
  const label = path.basename(project);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project));
  const steps = folder && stepsInside(folder.uri.fsPath, project, path);
  if (folder === undefined || steps === undefined) return { label, description: project };
  if (steps === '') return { label, description: folders.some((f) => f !== folder && f.name === folder.name) ? project : '' };
  return { label, description: folders.length > 1 ? `${folder.name}/${steps}` : steps };
}

export function projectItem(project: string, state = vscode.TreeItemCollapsibleState.Expanded): vscode.TreeItem {
  const { label, description } = projectLabel(project);
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.tooltip = project;
  item.iconPath = new vscode.ThemeIcon('folder-library');
  item.contextValue = 'project';
  return item;
}
