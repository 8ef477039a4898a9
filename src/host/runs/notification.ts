/** The notification of a run that goes on: progress, time left, Cancel. Hiding it leaves the run alone. */
import * as vscode from 'vscode';
import { showFailure } from '../failure';
import type { Services } from '../services';
import { progressTo } from '../work';
import type { FollowedRun } from './following';

/** Shows a followed run until its end and returns at once. */
export function showRun(services: Services, followed: FollowedRun): void {
  const { project, run } = followed;
  const options = { location: vscode.ProgressLocation.Notification, title: `DeepMiner: Training ${run}`, cancellable: true };
  void vscode.window.withProgress(options, async (notification, token) => {
    const report = progressTo(notification, () => undefined);
    const changes = services.runs.onDidChange((changed) => {
      if (changed !== followed) return;
      if (followed.stopping) notification.report({ message: 'stopping …' });
      else if (followed.progress) report(followed.progress);
    });
    token.onCancellationRequested(() => void services.runs.cancel(project, run).catch((error: unknown) => showFailure(services, error)));
    await followed.ended.catch(() => undefined);
    changes.dispose();
  });
}
