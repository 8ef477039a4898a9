/** The project that a notebook belongs to. */
import path from 'node:path';
import * as vscode from 'vscode';
import { findProjects, projectOf } from '../projects';
import { pathOf } from '../uriOf';

/** Named in it, above it, the workspace's only one; else its folder. */
export async function notebookProject(notebook: vscode.NotebookDocument): Promise<string> {
  const file = pathOf(notebook.uri);
  const { metadata } = notebook.metadata as { metadata?: { deepminer?: { project?: unknown } } };
  const named = metadata?.deepminer?.project;
  if (typeof named === 'string') return notebook.isUntitled || path.isAbsolute(named) ? named : path.join(path.dirname(file), named);
  const saved = notebook.isUntitled ? undefined : await projectOf(file);
  if (saved) return saved;
  const projects = await findProjects();
  if (projects.length > 0) return projects[0];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? pathOf(folder) : path.dirname(file);
}
