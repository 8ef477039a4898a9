/** The project that a notebook belongs to. */
import path from 'node:path';
import * as vscode from 'vscode';
import { findProjects, projectOf } from '../projects';

/** Named in it, above it, the workspace's only one; else its folder. */
export async function notebookProject(notebook: vscode.NotebookDocument): Promise<string> {
  const { metadata } = notebook.metadata as { metadata?: { deepminer?: { project?: unknown } } };
  const named = metadata?.deepminer?.project;
  if (typeof named === 'string') return notebook.isUntitled ? named : path.resolve(path.dirname(notebook.uri.fsPath), named);
  const saved = notebook.isUntitled ? undefined : await projectOf(notebook.uri.fsPath);
  if (saved) return saved;
  const projects = await findProjects();
  if (projects.length > 0) return projects[0];
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
}
