/** One piece of work on the compute process as the user sees it: a notification with progress, time left and Cancel, and its end in words. */
import * as vscode from 'vscode';
import { progressLine } from '../protocol/progressWords';
import type { Progress } from '../protocol/task';
import type { CallOptions } from './computeClient';
import { WorkCancelledError } from './computeErrors';
import { showFailure } from './failure';
import type { Services } from './services';

export interface Work<T> {
  /** What runs, e.g. `Training`. */
  title: string;
  run(options: Required<Pick<CallOptions, 'signal' | 'onProgress'>>): Promise<T>;
  /** Said when the user cancelled: what is kept. */
  cancelled?: string;
}

/**
 * Runs work with a cancellable notification. Resolves with undefined when it was cancelled or failed; a failure has been shown by then.
 * With `rethrow` (commands called by a program) failures are thrown instead.
 */
export async function runWork<T>(services: Services, work: Work<T>, rethrow = false): Promise<T | undefined> {
  if (!(await ensureTrust())) return undefined;
  const status = services.status.begin(work.title);
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `DeepMiner: ${work.title}`, cancellable: true },
      (notification, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          notification.report({ message: 'stopping …' });
          abort.abort();
        });
        return work.run({ signal: abort.signal, onProgress: progressTo(notification, status.report) });
      },
    );
  } catch (error) {
    if (error instanceof WorkCancelledError) {
      void vscode.window.showInformationMessage(`${work.title}: cancelled. ${work.cancelled ?? ''}`.trim());
      return undefined;
    }
    if (rethrow) throw error;
    showFailure(services, error);
    return undefined;
  } finally {
    status.end();
    services.runsChanged.fire();
  }
}

/** Passes progress on as one line and the increments that VS Code wants. */
export function progressTo(
  notification: vscode.Progress<{ message?: string; increment?: number }>,
  report: (progress: Progress) => void,
): (progress: Progress) => void {
  let stage = '';
  let shown = 0;
  return (progress) => {
    report(progress);
    if (progress.stage !== stage) {
      // VS Code's bar only grows: a new stage starts again in words, the bar goes on.
      stage = progress.stage;
      shown = 0;
    }
    const now = progress.total > 0 ? (100 * progress.done) / progress.total : 0;
    notification.report({ message: progressLine(progress), increment: Math.max(0, now - shown) });
    shown = Math.max(shown, now);
  };
}

/** Compute runs a project's settings and notebooks' code: only in a trusted workspace. */
export async function ensureTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const trust = 'Manage Workspace Trust';
  const answer = await vscode.window.showWarningMessage(
    'DeepMiner computes only in a trusted workspace: a notebook runs code, and a project names files to read.',
    trust,
  );
  if (answer === trust) await vscode.commands.executeCommand('workbench.trust.manage');
  return vscode.workspace.isTrusted;
}
