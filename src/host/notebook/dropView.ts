/** An image dragged from the explorer into a cell becomes the call that explains it. */
import path from 'node:path';
import * as vscode from 'vscode';
import { notebookOf } from './cellCompletions';
import { explainCalls } from './explainCalls';

const URI_LIST = 'text/uri-list';

export class DropView implements vscode.DocumentDropEditProvider {
  static readonly metadata: vscode.DocumentDropEditProviderMetadata = { dropMimeTypes: [URI_LIST] };

  constructor(
    private readonly isOurs: (notebook: vscode.NotebookDocument) => boolean,
    private readonly projectOf: (notebook: vscode.NotebookDocument) => Promise<string>,
  ) {}

  async provideDocumentDropEdits(
    document: vscode.TextDocument,
    _position: vscode.Position,
    dropped: vscode.DataTransfer,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    const notebook = notebookOf(document);
    if (!notebook || !this.isOurs(notebook)) return undefined;
    const list = (await dropped.get(URI_LIST)?.asString()) ?? '';
    const files = list.split(/\r?\n/).filter((line) => line && !line.startsWith('#'));
    const paths = files.map((line) => vscode.Uri.parse(line)).filter((uri) => uri.scheme === 'file' || uri.scheme === 'vscode-remote');
    const calls = explainCalls(
      paths.map((uri) => uri.fsPath),
      await this.projectOf(notebook),
      path,
    );
    return calls ? new vscode.DocumentDropEdit(calls, 'Explain this view', vscode.DocumentDropOrPasteEditKind.Text) : undefined;
  }
}
