/** What writing in a cell is helped by beyond TypeScript's own server: the project's names in strings, images dragged in. */
import * as vscode from 'vscode';
import type { Services } from '../services';
import { CellCompletions } from './cellCompletions';
import { DropView } from './dropView';
import { KeptNames } from './projectNames';

/** Registers both for cells; `isOurs`: whether a notebook runs in our kernel. */
export function registerCellLanguage(
  services: Services,
  isOurs: (notebook: vscode.NotebookDocument) => boolean,
  projectOf: (notebook: vscode.NotebookDocument) => Promise<string>,
): vscode.Disposable {
  const kept = new KeptNames(services.compute, (message) => services.log.debug(message));
  const cells: vscode.DocumentFilter[] = ['typescript', 'javascript'].map((language) => ({ language, scheme: 'vscode-notebook-cell' }));
  const completions = new CellCompletions({
    has: isOurs,
    // Asking the project computes: only in a trusted workspace.
    names: async (notebook, kind) => (vscode.workspace.isTrusted ? kept.of(await projectOf(notebook), kind) : []),
  });
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(cells, completions, "'", '"', '`'),
    vscode.languages.registerDocumentDropEditProvider(cells, new DropView(isOurs, projectOf), DropView.metadata),
    services.runsChanged.event(() => kept.forget()),
    services.unitsChanged(() => kept.forget()),
  );
}
