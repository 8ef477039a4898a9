/** One piece of work on the compute process as the user sees it: in the status bar and the Runs view while it goes on, a message at its end. */
import * as vscode from 'vscode';
import type { CallOptions } from './computeClient';
import { WorkCancelledError } from './computeErrors';
import { showFailure } from './failure';
import { offerNext } from './nextStep';
import type { Services } from './services';

export interface Work<T> {
  /** What runs, e.g. `Training`. */
  title: string;
  run(options: Required<Pick<CallOptions, 'signal' | 'onProgress'>>): Promise<T>;
  /** Said when the user cancelled: what is kept. */
  cancelled?: string;
}

const RUNS_VIEW = { viewId: 'deepminer.runs' };

/**
 * Runs work that is shown while it goes on and can be cancelled there. Resolves with undefined when it was cancelled or failed; a failure has been shown by then.
 * With `rethrow` (commands called by a program) failures are thrown instead.
 */
export async function runWork<T>(services: Services, work: Work<T>, rethrow = false): Promise<T | undefined> {
  if (!(await ensureTrust())) return undefined;
  const abort = new AbortController();
  const shown = services.works.begin(work.title, {
    cancel: () => {
      shown.stopping();
      abort.abort();
    },
  });
  try {
    return await vscode.window.withProgress({ location: RUNS_VIEW, title: work.title }, () =>
      work.run({ signal: abort.signal, onProgress: shown.report }),
    );
  } catch (error) {
    if (error instanceof WorkCancelledError) {
      offerNext(`${work.title}: cancelled. ${work.cancelled ?? ''}`.trim());
      return undefined;
    }
    if (rethrow) throw error;
    showFailure(services, error);
    return undefined;
  } finally {
    shown.end();
    services.runsChanged.fire();
  }
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
