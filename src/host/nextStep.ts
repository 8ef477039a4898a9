/** The message at the end of a command: the result in a sentence, and the next steps as buttons. */
import * as vscode from 'vscode';

export interface NextStep {
  label: string;
  command: string;
  arguments?: unknown[];
}

/** Shows the message and returns at once; a button runs its command. */
export function offerNext(message: string, ...steps: NextStep[]): void {
  void vscode.window.showInformationMessage(message, ...steps.map((s) => s.label)).then((chosen) => {
    const step = steps.find((s) => s.label === chosen);
    return step && vscode.commands.executeCommand(step.command, ...(step.arguments ?? []));
  });
}
