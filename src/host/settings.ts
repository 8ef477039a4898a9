/** The user's settings as the compute process reads them from its environment. */
import * as vscode from 'vscode';

export function processEnvironment(): NodeJS.ProcessEnv {
  const settings = vscode.workspace.getConfiguration('deepminer');
  const threads = settings.get<number>('threads', 0);
  return {
    DEEPMINER_DEVICE: settings.get<string>('device', 'auto'),
    ...(threads > 0 && { DEEPMINER_THREADS: String(threads) }),
  };
}
