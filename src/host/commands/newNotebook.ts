/** New Notebook: an .ipynb in the project with cells that open it, list its runs and explain a view. */
import path from 'node:path';
import * as vscode from 'vscode';
import { NOTEBOOK_TYPE } from '../notebook/controller';
import { starterNotebook } from '../notebook/starter';
import { chooseProject } from '../projects';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const newNotebook: Command = async (services, given) => {
  const project = await chooseProject(services, argumentsOf<ProjectArguments>(given).project);
  if (!project) return undefined;
  const file = await freeName(project);
  await vscode.workspace.fs.writeFile(file, Buffer.from(`${JSON.stringify(starterNotebook(), null, 1)}\n`));
  const document = await vscode.workspace.openNotebookDocument(file);
  if (document.notebookType === NOTEBOOK_TYPE) await vscode.window.showNotebookDocument(document);
  return file.fsPath;
};

/** notebook-1.ipynb, notebook-2.ipynb, …: an existing file is never written over. */
async function freeName(project: string): Promise<vscode.Uri> {
  const names = new Set((await vscode.workspace.fs.readDirectory(vscode.Uri.file(project))).map(([name]) => name));
  for (let n = 1; ; n++) if (!names.has(`notebook-${n}.ipynb`)) return vscode.Uri.file(path.join(project, `notebook-${n}.ipynb`));
}
