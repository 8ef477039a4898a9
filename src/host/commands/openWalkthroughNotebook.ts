/** Open Walkthrough Notebook: a copy of the notebook that tells the whole method, in the project or in a new folder of the workspace. */
import * as vscode from 'vscode';
import { NOTEBOOK_TYPE } from '../notebook/controller';
import { chooseProject, findProjects } from '../projects';
import { ensureTrust } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

const NAME = 'walkthrough';
/** Where the sample goes when the workspace has no project. */
const FOLDER = 'deepminer-walkthrough';

export const openWalkthroughNotebook: Command = async (services, given) => {
  const { project, silent } = argumentsOf<ProjectArguments>(given);
  if (!(await ensureTrust())) return undefined;
  const folder = await walkthroughFolder(project ?? ((await findProjects()).length > 0 ? await chooseProject(services) : undefined));
  if (!folder) return undefined;
  const file = await placeFor(folder, silent === true);
  if (!file) return undefined;
  if (!(await exists(file))) {
    await vscode.workspace.fs.createDirectory(folder);
    const shipped = vscode.Uri.joinPath(services.context.extensionUri, 'media', `${NAME}.ipynb`);
    await vscode.workspace.fs.copy(shipped, file, { overwrite: false });
  }
  const document = await vscode.workspace.openNotebookDocument(file);
  if (document.notebookType === NOTEBOOK_TYPE) await vscode.window.showNotebookDocument(document);
  return file.fsPath;
};

/** The project's folder; without one, a folder for the sample. Undefined when the workspace has no folder, which is told, or the user turned away. */
async function walkthroughFolder(project: string | undefined): Promise<vscode.Uri | undefined> {
  if (project) return vscode.Uri.file(project);
  const workspace = vscode.workspace.workspaceFolders?.[0];
  if (workspace) return (await findProjects()).length > 0 ? undefined : vscode.Uri.joinPath(workspace.uri, FOLDER);
  const open = 'Open Folder';
  const answer = await vscode.window.showInformationMessage('The walkthrough writes a sample: open a folder for it first.', open);
  if (answer === open) await vscode.commands.executeCommand('vscode.openFolder');
  return undefined;
}

/** walkthrough.ipynb; where there is one, that or a copy beside it, as the user says. A program gets the one that is there. */
async function placeFor(folder: vscode.Uri, silent: boolean): Promise<vscode.Uri | undefined> {
  const place = (n: number): vscode.Uri => vscode.Uri.joinPath(folder, `${NAME}${n === 1 ? '' : `-${n}`}.ipynb`);
  if (silent || !(await exists(place(1)))) return place(1);
  const [there, copy] = ['Open It', 'New Copy'];
  const question = `${vscode.workspace.asRelativePath(place(1))} is there already.`;
  const answer = await vscode.window.showInformationMessage(question, { modal: true }, there, copy);
  if (answer === there) return place(1);
  if (answer !== copy) return undefined;
  for (let n = 2; ; n++) if (!(await exists(place(n)))) return place(n);
}

const exists = (file: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
