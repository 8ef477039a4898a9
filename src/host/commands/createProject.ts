/** Create Project for a Data Set: a deepminer.json that names a folder of images, opened to be completed while it is typed. */
import path from 'node:path';
import * as vscode from 'vscode';
import { stepsInside } from '../../protocol/inside';
import { offerNext } from '../nextStep';
import { CONFIG_FILE } from '../projects';
import { ensureTrust } from '../work';
import { argumentsOf, type Command } from './command';

interface ProjectPlace {
  /** Folder of the data set. */
  root: string;
  /** Folder for deepminer.json, runs and annotations. */
  dir: string;
}

export const createProject: Command = async (_, given) => {
  const wanted = argumentsOf<ProjectPlace>(given);
  if (!(await ensureTrust())) return undefined;
  const root = wanted.root ?? (await askFolder('Folder of the data set', 'Use This Data Set'));
  if (!root) return undefined;
  const dir =
    wanted.dir ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? (await askFolder('Folder for the project', 'Write Project Here'));
  if (!dir) return undefined;
  const file = vscode.Uri.file(path.join(dir, CONFIG_FILE));
  if (await exists(file)) {
    await vscode.window.showTextDocument(file);
    void vscode.window.showInformationMessage(`${vscode.workspace.asRelativePath(file)} is there already: it stays as it is.`);
    return undefined;
  }
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(settingsFor(root, dir)));
  await vscode.window.showTextDocument(file);
  const next = { label: 'Check Data Set', command: 'deepminer.checkDataset', arguments: [{ project: dir }] };
  const inside = vscode.workspace.getWorkspaceFolder(file) !== undefined;
  const open = { label: 'Open Folder', command: 'vscode.openFolder', arguments: [vscode.Uri.file(dir)] };
  offerNext(`The project names the data set ${root}. Every field completes while you type.`, next, ...(inside ? [] : [open]));
  return file.fsPath;
};

/** The folder is named relative to the file where it lies below it, so that both can be moved together. */
function settingsFor(root: string, dir: string): string {
  const named = stepsInside(dir, root, path) ?? root;
  return `${JSON.stringify({ dataset: { format: 'auto', root: named || '.' } }, null, 2)}\n`;
}

async function askFolder(title: string, openLabel: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel,
    canSelectFolders: true,
    canSelectFiles: false,
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
  });
  return chosen?.[0].fsPath;
}

const exists = (file: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
