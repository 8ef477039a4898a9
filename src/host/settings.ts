/** The user's settings as the compute process reads them from its environment. */
import * as vscode from 'vscode';

export function processEnvironment(): NodeJS.ProcessEnv {
  const settings = vscode.workspace.getConfiguration('deepminer');
  const threads = settings.get<number>('threads', 0);
  return {
    DEEPMINER_DEVICE: settings.get<string>('device', 'auto'),
    // Said either way: a process may have been started by one that was told otherwise.
    DEEPMINER_QUEUE: settings.get<boolean>('oneAtATime', true) ? (process.env.DEEPMINER_QUEUE ?? '') : 'off',
    ...(threads > 0 && { DEEPMINER_THREADS: String(threads) }),
  };
}

/** Whether a process that was started before has settings of before. */
export const affectsProcess = (change: vscode.ConfigurationChangeEvent): boolean =>
  ['device', 'threads', 'oneAtATime'].some((name) => change.affectsConfiguration(`deepminer.${name}`));
