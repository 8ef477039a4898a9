/** Runs in webview panels, one for each run or set of runs that are compared: each hands its page the course of the runs and follows it live. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { HostToRun, RunToHost } from '../protocol/runPage';
import { ComputeError } from './computeErrors';
import { ResultPanels } from './resultPanels';
import type { Services } from './services';

export interface WantedRuns {
  project: string;
  /** One at least. */
  runs: string[];
}

const FILES = 'runs/*/{config.json,events.jsonl,evaluation.json,lock-*.json}';

const panels = new ResultPanels<WantedRuns, RunToHost, HostToRun>({
  name: 'run',
  title: 'Run',
  read(project, { runs }) {
    const names = Array.isArray(runs) ? runs.filter((run): run is string => typeof run === 'string') : [];
    return names.length > 0 ? { project, runs: names } : undefined;
  },
  key: ({ runs }) => runs,
  async load({ compute }, wanted) {
    const { project, runs } = wanted;
    const found = await Promise.all(runs.map((run) => compute.runHistory({ project, run }).catch(missing)));
    const histories = found.filter((history) => 'summary' in history);
    const gone = runs.filter((run) => !histories.some(({ summary }) => summary.run === run));
    if (histories.length === 0) throw found.find((history) => history instanceof ComputeError);
    const names = histories.map(({ summary }) => summary.run);
    return {
      wanted,
      title: names.length === 1 ? names[0] : `Compare ${names.join(', ')}`,
      message: { type: 'state', shown: { project, histories, gone } },
    };
  },
  unavailable: ({ project, runs }, message) => ({ type: 'unavailable', message, project, runs }),
  async answer(message, { wanted, load }) {
    const { project, runs } = wanted;
    if (message.type === 'ready') return;
    const { run } = message;
    // The names are a page's: only those that it was handed are acted on.
    if (!runs.includes(run)) return;
    if (message.type === 'leaveOut') return load({ project, runs: runs.filter((other) => other !== run) });
    await vscode.commands.executeCommand(COMMANDS[message.type], { project, run });
  },
  follow({ runs: running, runsChanged }, { project, runs }, changed, post) {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(project), FILES));
    const hear = ({ fsPath }: vscode.Uri): void => {
      if (runs.includes(path.basename(path.dirname(fsPath)))) changed();
    };
    const progress = running?.onDidChange(({ project: of, run, progress, stopping }) => {
      if (of === path.resolve(project) && runs.includes(run)) post({ type: 'progress', run, progress, stopping });
    });
    // What VS Code's watcher misses in a folder that was just made is heard of by this event.
    const told = runsChanged.event(changed);
    return [
      watcher,
      told,
      ...(progress ? [progress] : []),
      watcher.onDidCreate(hear),
      watcher.onDidChange(hear),
      watcher.onDidDelete(hear),
    ];
  },
});

const COMMANDS = {
  cancel: 'deepminer.cancelRun',
  resume: 'deepminer.resumeTraining',
  evaluate: 'deepminer.evaluate',
  showEvaluation: 'deepminer.showEvaluation',
  openConfig: 'deepminer.openRunConfig',
  openLog: 'deepminer.openRunLog',
  compare: 'deepminer.compareRuns',
} as const;

/** A run that is gone leaves the others; any other failure is told. */
function missing(error: unknown): ComputeError {
  if (error instanceof ComputeError && ['run.missing', 'file.missing'].includes(error.problem?.code ?? '')) return error;
  throw error;
}

/** Opens the page of runs, or shows the one already open anew. What cannot be shown is said on the page. */
export const openRuns = (services: Services, wanted: WantedRuns): void => panels.open(services, wanted);

/** Brings pages back after the window was reloaded, by what they kept. */
export const restoreRuns = (services: Services): vscode.Disposable => panels.restore(services);
