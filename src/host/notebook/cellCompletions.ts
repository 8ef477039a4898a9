/** Completion of the project's own names inside strings of a cell: views, runs and units. TypeScript's server completes the rest. */
import * as vscode from 'vscode';
import { type StringArgument, stringArgument } from './stringArguments';

/** Names of one kind, with a word about each. */
export interface ProjectNames {
  names(notebook: vscode.NotebookDocument, kind: StringArgument['names']): Promise<{ name: string; about: string }[]>;
  /** Whether a notebook's cells run in our kernel. */
  has(notebook: vscode.NotebookDocument): boolean;
}

export class CellCompletions implements vscode.CompletionItemProvider {
  constructor(private readonly project: ProjectNames) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const asked = stringArgument(document.getText(new vscode.Range(new vscode.Position(0, 0), position)));
    const notebook = asked && notebookOf(document);
    if (!notebook || !this.project.has(notebook)) return [];
    const range = new vscode.Range(position.translate(0, -asked.typed), position);
    return (await this.project.names(notebook, asked.names)).map(({ name, about }) => {
      const item = new vscode.CompletionItem({ label: name, description: about }, vscode.CompletionItemKind.Value);
      item.range = range;
      return item;
    });
  }
}

/** The notebook that a cell's document belongs to. */
export const notebookOf = (document: vscode.TextDocument): vscode.NotebookDocument | undefined =>
  vscode.workspace.notebookDocuments.find((n) => n.getCells().some((cell) => cell.document === document));
