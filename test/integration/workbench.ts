/** What the tests in a real extension host share: the extension's interface, notebooks made and run, waiting for a fact. */
import * as vscode from 'vscode';
import type { DeepMinerApi } from '../../src/extension';

export const EXTENSION_ID = 'deepminer.deepminer-vscode';

/** The interface of the active extension. */
export function extension(): DeepMinerApi {
  return vscode.extensions.getExtension<DeepMinerApi>(EXTENSION_ID)!.exports;
}

/** Waits until `read` gives a value; throws after `limit` milliseconds. */
export async function until<T>(what: string, read: () => T | undefined | false | null | 0 | '', limit = 15_000): Promise<T> {
  for (const end = Date.now() + limit; Date.now() < end; ) {
    const value = read();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Waited ${limit / 1000} s for ${what}.`);
}

/** An open notebook with these TypeScript cells and the DeepMiner kernel, of a project where one is given. */
export async function freshNotebook(cells: string[], project?: string): Promise<vscode.NotebookDocument> {
  const data = new vscode.NotebookData(cells.map((code) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, 'typescript')));
  data.metadata = {
    metadata: { kernelspec: { name: 'deepminer', display_name: 'DeepMiner' }, ...(project && { deepminer: { project } }) },
  };
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
  await vscode.window.showNotebookDocument(notebook);
  await vscode.commands.executeCommand('notebook.selectKernel', { id: 'deepminer', extension: EXTENSION_ID });
  return notebook;
}

/** Runs one cell and resolves with it when it has ended. */
export async function runCell(notebook: vscode.NotebookDocument, index: number): Promise<vscode.NotebookCell> {
  const before = notebook.cellAt(index).executionSummary?.timing?.endTime;
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start: index, end: index + 1 }], document: notebook.uri });
  await until(`cell ${index} to end`, () => {
    const end = notebook.cellAt(index).executionSummary?.timing?.endTime;
    return end !== undefined && end !== before;
  });
  return notebook.cellAt(index);
}

/** All text of one MIME type in a cell's outputs. */
export function cellText(cell: vscode.NotebookCell, mime: string): string {
  return cell.outputs
    .flatMap((o) => o.items)
    .filter((i) => i.mime === mime)
    .map((i) => Buffer.from(i.data).toString())
    .join('');
}
