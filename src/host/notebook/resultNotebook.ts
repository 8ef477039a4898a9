/** What a command computed, opened as a notebook that can be run, changed and saved. */
import * as vscode from 'vscode';
import type { Services } from '../services';
import { NOTEBOOK_TYPE } from './controller';

export interface ResultNotebook {
  project: string;
  title: string;
  /** The cell that gives the same again. */
  code: string;
  /** MIME type -> content. */
  items: Record<string, string>;
  /** Further forms of the result, which take longer. */
  later?: () => Promise<Record<string, string>>;
}

let last: Promise<unknown> = Promise.resolve();

/** Opens the notebook with its result shown. One after the other: the kernel is chosen for the notebook in front. */
export function openResult(services: Services, result: ResultNotebook): Promise<void> {
  const turn = last.then(() => openNow(services, result));
  last = turn.catch(() => undefined);
  return turn;
}

async function openNow(services: Services, { project, title, code, items, later }: ResultNotebook): Promise<void> {
  const heading = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, `# ${title}`, 'markdown');
  const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, 'typescript');
  const data = new vscode.NotebookData([heading, cell]);
  data.metadata = {
    metadata: { kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' }, deepminer: { project } },
  };
  const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, data);
  await vscode.window.showNotebookDocument(notebook);
  await services.notebooks.show(notebook, notebook.cellCount - 1, items, later);
}
