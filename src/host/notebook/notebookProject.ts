/** The project that a notebook belongs to. */
import * as vscode from 'vscode';
import { findProjects, projectOf } from '../projects';

/** Named in it, above it, the workspace's only one; else its folder. */
export async function notebookProject(notebook: vscode.NotebookDocument): Promise<string> {
  const { metadata } = notebook.metadata as { metadata?: { deepminer?: { project?: unknown } } };
  if (typeof metadata?.deepminer?.project === 'string') return metadata.deepminer.project;
  const saved = notebook.isUntitled ? undefined : await projectOf(notebook.uri.fsPath);
  if (saved) return saved;
  const projects = await findProjects();
  if (projects.length > 0) return projects[0];
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
}
