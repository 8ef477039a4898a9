/** The message at the end of a command: the result in a sentence, and the next steps as buttons. */
import * as vscode from 'vscode';

export interface NextStep {
  label: string;
  command: string;
  arguments?: unknown[];
}

/** How long the end of work stands in the status bar where messages are not wanted. */
const READ_MS = 15_000;

/** Shows the message and returns at once; a button runs its command. Who wants messages of failures alone reads it in the status bar. */
export function offerNext(message: string, ...steps: NextStep[]): void {
  if (toldQuietly(message)) return;
  void vscode.window.showInformationMessage(message, ...steps.map((s) => s.label)).then((chosen) => {
    const step = steps.find((s) => s.label === chosen);
    return step && vscode.commands.executeCommand(step.command, ...(step.arguments ?? []));
  });
}

/** Where messages of failures alone are wanted, puts this one into the status bar and says true. */
export function toldQuietly(message: string): boolean {
  if (vscode.workspace.getConfiguration('deepminer').get('notifications') !== 'failures') return false;
  vscode.window.setStatusBarMessage(`$(check) ${message}`, READ_MS);
  return true;
}
