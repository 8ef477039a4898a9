/** Which project a command works on: the folder with deepminer.json in the workspace; several are asked about, none is offered a sample. */
import path from 'node:path';
import * as vscode from 'vscode';
import { foldersWith } from './foldersWith';
import type { PageServices } from './services';
import { SharedAnswer } from './sharedAnswer';
import { pathOf, uriOf } from './uriOf';
import { projectLabel } from './views/projectItem';

export const CONFIG_FILE = 'deepminer.json';
const LAST_PROJECT = 'deepminer.lastProject';

/** All views look after the same change, which they hear of later than this (FileChanges). */
const SHARED_MS = 200;

const shared = new SharedAnswer(lookForProjects, SHARED_MS);

/** Folders with a deepminer.json, in the workspace, as they were a moment ago: a look goes through all its folders. */
export const findProjects = (): Promise<string[]> => shared.get();

/** The same as they are now. */
async function lookForProjects(): Promise<string[]> {
  const found = (vscode.workspace.workspaceFolders ?? []).map(async (folder) => {
    if (folder.uri.scheme !== 'file') return (await foldersWith(folder.uri, CONFIG_FILE)).map(pathOf);
    const files = new vscode.RelativePattern(folder, `**/${CONFIG_FILE}`);
    return (await vscode.workspace.findFiles(files, '**/{node_modules,runs}/**', 100)).map((file) => path.dirname(pathOf(file)));
  });
  return [...new Set((await Promise.all(found)).flat())].sort();
}

/** The project of a file: the nearest folder above it with a deepminer.json. */
export async function projectOf(file: string): Promise<string | undefined> {
  for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
    const found = await vscode.workspace.fs.stat(uriOf(path.join(dir, CONFIG_FILE))).then(
      () => true,
      () => false,
    );
    if (found) return dir;
    if (dir === path.dirname(dir)) return undefined;
  }
}

/** Chooses the project; undefined when there is none (a message has offered to make one) or the user turned away. */
export async function chooseProject(services: Pick<PageServices, 'context'>, given?: string): Promise<string | undefined> {
  if (given) return given;
  const projects = await lookForProjects();
  if (projects.length === 0) {
    const create = 'Create Sample Project';
    void vscode.window
      .showInformationMessage(`No ${CONFIG_FILE} in this workspace. Open a project's folder, or start with a sample.`, create)
      .then((chosen) => chosen === create && vscode.commands.executeCommand('deepminer.createSample'));
    return undefined;
  }
  if (projects.length === 1) return projects[0];
  const open = vscode.window.activeTextEditor?.document.uri ?? vscode.window.activeNotebookEditor?.notebook.uri;
  const likely = (open?.scheme === 'file' && (await projectOf(open.fsPath))) || services.context.workspaceState.get<string>(LAST_PROJECT);
  const items = projects.map((dir) => ({ ...projectLabel(dir), dir }));
  // That of the file being edited, else the one that was chosen last, is a press of Enter away.
  items.sort((a, b) => Number(b.dir === likely) - Number(a.dir === likely));
  const picked = await vscode.window.showQuickPick(items, { title: 'DeepMiner: project' });
  if (picked) await services.context.workspaceState.update(LAST_PROJECT, picked.dir);
  return picked?.dir;
}
