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
    ...(file && { 'Open File': () => openAt(file, line) }),
    ...(isOfData(error) && { 'Check Data Set': () => vscode.commands.executeCommand('deepminer.checkDataset') }),
    'Show Log': () => services.log.show(true),
  };
  void vscode.window.showErrorMessage(message, ...Object.keys(actions)).then((chosen) => chosen && actions[chosen]());
}

/** Whether a check of the data set tells more than the one problem that work stopped at. */
function isOfData(error: unknown): boolean {
  return error instanceof ComputeError && /^(dataset|ddsm|image|dicom)\./.test(error.problem?.code ?? '');
}

/** Text opens in an editor; a folder or a picture is shown in the explorer. */
export async function openAt(file: string, line: number | undefined): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  } catch {
    await vscode.commands.executeCommand('revealInExplorer', uri);
  }
}
