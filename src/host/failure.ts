/** A failure as the user sees it: what, where, what to do, and the file or the log one click away. */
import * as vscode from 'vscode';
import { ComputeError } from './computeErrors';
import type { Services } from './services';

/** Logs an error whole and shows it in a message; returns at once. */
export function showFailure(services: Pick<Services, 'log'>, error: unknown): void {
  const { message } = error instanceof Error ? error : new Error(String(error));
  services.log.error(
    error instanceof ComputeError ? (error.remoteStack ?? message) : error instanceof Error ? (error.stack ?? message) : message,
  );
  const file = error instanceof ComputeError ? error.problem?.file : undefined;
  const line = error instanceof ComputeError ? error.problem?.line : undefined;
  const actions: Record<string, () => unknown> = {
    ...(file && { 'Open File': () => openFile(file, line) }),
    'Show Log': () => services.log.show(true),
  };
  void vscode.window.showErrorMessage(message, ...Object.keys(actions)).then((chosen) => chosen && actions[chosen]());
}

/** Text opens in an editor; a folder or a picture is shown in the explorer. */
async function openFile(file: string, line: number | undefined): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  } catch {
    await vscode.commands.executeCommand('revealInExplorer', uri);
  }
}
