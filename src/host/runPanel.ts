/** Runs in webview panels, one for each run or set of runs that are compared: each hands its page the course of the runs and follows it live. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { HostToRun, RunPlace, RunToHost } from '../protocol/runPage';
import { ComputeError } from './computeErrors';
import { ResultPanels } from './resultPanels';
import { distinctRuns, runNames } from './runs/runNames';
import type { Services } from './services';

export interface WantedRuns {
  /** Of the first run. */
  project: string;
  /** One at least, each once. */
  runs: RunPlace[];
}

const wantedRuns = (runs: RunPlace[]): WantedRuns => ({ project: runs[0].project, runs });

const FILES = 'runs/*/{config.json,events.jsonl,evaluation.json,lock-*.json}';

const panels = new ResultPanels<WantedRuns, RunToHost, HostToRun>({
  name: 'run',
  title: 'Run',
  read(project, { runs }) {
    const places = distinctRuns((Array.isArray(runs) ? runs : []).flatMap((kept) => keptRun(project, kept) ?? []));
    return places.length > 0 ? wantedRuns(places) : undefined;
  },
  key: ({ runs }) => runs,
  async load({ compute }, { runs }) {
    const found = await Promise.all(runs.map((place) => compute.runHistory(place).catch(missing)));
    const there = runs.filter((_, i) => 'summary' in found[i]);
    if (there.length === 0) throw found.find((history) => history instanceof ComputeError);
    const names = runNames(runs);
    const histories = found.flatMap((history, i) =>
      'summary' in history ? [{ ...history, summary: { ...history.summary, run: names[i] } }] : [],
    );
    const shown = histories.map(({ summary }) => summary.run);
    return {
      wanted: wantedRuns(runs),
      title: shown.length === 1 ? shown[0] : `Compare ${shown.join(', ')}`,
      message: { type: 'state', shown: { runs: there, histories, gone: names.filter((name) => !shown.includes(name)) } },
    };
  },
  unavailable: ({ runs }, message) => ({ type: 'unavailable', message, runs }),
  async answer(message, { wanted: { runs }, load }) {
    if (message.type === 'ready') return;
    // The names are a page's: only those that it was handed are acted on.
    const place = runs[runNames(runs).indexOf(message.run)];
    if (!place) return;
    if (message.type === 'leaveOut') return load(wantedRuns(runs.filter((other) => other !== place)));
    await vscode.commands.executeCommand(COMMANDS[message.type], place);
  },
  follow({ runs: running, runsChanged }, { runs }, changed, post) {
    const progress = running?.onDidChange(({ project, run, progress, stopping }) => {
      const place = runs.find((p) => path.resolve(p.project) === project && p.run === run);
      if (place) post({ type: 'progress', ...place, progress, stopping });
    });
    const watchers = [...new Set(runs.map(({ project }) => project))].flatMap((project) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(project), FILES));
      const hear = ({ fsPath }: vscode.Uri): void => {
        const run = path.basename(path.dirname(fsPath));
        if (runs.some((place) => place.project === project && place.run === run)) changed();
      };
      return [watcher, watcher.onDidCreate(hear), watcher.onDidChange(hear), watcher.onDidDelete(hear)];
    });
    // What VS Code's watcher misses in a folder that was just made is heard of by this event.
    return [...watchers, runsChanged.event(changed), ...(progress ? [progress] : [])];
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

/** A run as a page kept it; by its name alone, as earlier pages did, it is one of their project. */
function keptRun(project: string, kept: unknown): RunPlace | undefined {
  if (typeof kept === 'string') return { project, run: kept };
  const { project: own, run } = (kept ?? {}) as Partial<Record<keyof RunPlace, unknown>>;
  return typeof own === 'string' && path.isAbsolute(own) && typeof run === 'string' ? { project: own, run } : undefined;
}

/** A run that is gone leaves the others; any other failure is told. */
function missing(error: unknown): ComputeError {
  if (error instanceof ComputeError && ['run.missing', 'file.missing'].includes(error.problem?.code ?? '')) return error;
  throw error;
}

/** Opens the page of runs, or shows the one already open anew. What cannot be shown is said on the page. */
export const openRuns = (services: Services, runs: RunPlace[]): void => panels.open(services, wantedRuns(runs));

/** Brings pages back after the window was reloaded, by what they kept. */
export const restoreRuns = (services: Services): vscode.Disposable => panels.restore(services);
