/** Runs that go on, shown by the window: found by their lock files, in the status bar while they work, with a message at their end. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/compute';
import { ComputeError } from '../computeErrors';
import { showFailure } from '../failure';
import { aucText } from '../metricsText';
import { offerNext } from '../nextStep';
import { OneAtATime } from '../oneAtATime';
import type { Services } from '../services';
import type { BegunWork } from '../works';
import { type FollowedRun, Following } from './following';

const LOCKS = '**/runs/*/lock-*.json';
/** Locks appear in pairs when a run is started. */
const LOOK_DELAY_MS = 300;

export class RunningRuns implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<FollowedRun>();
  /** A run is followed from now on, has moved on, or has ended. */
  readonly onDidChange = this.#changed.event;
  readonly #following: Following;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  readonly #status = new Map<FollowedRun, BegunWork>();
  /** Runs whose end is told to a program. */
  readonly #silent = new WeakSet<FollowedRun>();
  readonly #looks = new OneAtATime(
    () => this.#look().catch((error: unknown) => this.services.log.warn(`Runs cannot be looked for: ${String(error)}`)),
    LOOK_DELAY_MS,
  );

  constructor(private readonly services: Pick<Services, 'compute' | 'log' | 'works' | 'runsChanged'>) {
    this.#following = new Following({
      compute: services.compute,
      onChange: (run) => this.#show(run),
      onEnd: (run, summary) => {
        this.#hide(run);
        if (!this.#silent.has(run)) tellEnd(services, run.project, summary);
      },
      onLost: (run, error) => {
        this.#hide(run);
        services.log.warn(`${run.run} is not followed any more: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
    const watcher = vscode.workspace.createFileSystemWatcher(LOCKS, false, true, true);
    this.#disposables.push(
      watcher,
      watcher.onDidCreate(() => this.#looks.ask()),
      services.runsChanged.event(() => this.#looks.ask()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#looks.ask()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#looks.ask()),
    );
    this.#looks.ask();
  }

  get runs(): readonly FollowedRun[] {
    return this.#following.runs;
  }

  find(project: string, run: string): FollowedRun | undefined {
    return this.#following.find(path.resolve(project), run);
  }

  /** Follows a run to its end; `silent` leaves the words about it to the caller. */
  follow(project: string, run: string, { logFrom, silent = false }: { logFrom?: number; silent?: boolean } = {}): FollowedRun {
    const followed = this.#following.follow(path.resolve(project), run, logFrom);
    if (silent) this.#silent.add(followed);
    return followed;
  }

  cancel(project: string, run: string): Promise<RunSummary> {
    return this.#following.cancel(path.resolve(project), run);
  }

  dispose(): void {
    this.#looks.dispose();
    this.#following.dispose();
    for (const status of this.#status.values()) status.end();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Asks about the projects with a lock file only: where nothing runs, no process is started. */
  async #look(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const locks = await vscode.workspace.findFiles(LOCKS, '**/node_modules/**', 1000);
    const projects = new Set(locks.map((lock) => path.resolve(lock.fsPath, '../../..')));
    for (const project of projects) {
      const runs = await this.services.compute.listRuns({ project }).catch((error: unknown) => {
        this.services.log.warn(error instanceof Error ? error.message : String(error));
        return [];
      });
      for (const run of runs) if (run.status === 'running') this.follow(project, run.run);
    }
  }

  #show(run: FollowedRun): void {
    let status = this.#status.get(run);
    if (!status) {
      status = this.services.works.begin(`Training ${run.run}`, {
        details: 'deepminer.runs.focus',
        cancel: () => void this.cancel(run.project, run.run).catch((error: unknown) => showFailure(this.services, error)),
      });
      this.#status.set(run, status);
    }
    status.stopping(run.stopping);
    if (run.progress) status.report(run.progress);
    this.#changed.fire(run);
  }

  #hide(run: FollowedRun): void {
    this.#status.get(run)?.end();
    this.#status.delete(run);
    this.#changed.fire(run);
    this.services.runsChanged.fire();
  }
}

/** How a run ended, and what comes next. */
function tellEnd(services: Pick<Services, 'log'>, project: string, summary: RunSummary): void {
  const { run, status } = summary;
  const next = { project, run };
  const resume = { label: 'Resume Training', command: 'deepminer.resumeTraining', arguments: [next] };
  if (status === 'finished')
    offerNext(
      `${run}: ${summary.epochsDone} of ${summary.epochs} epochs on ${summary.trainPatches} patches${summary.last ? `, hold-out AUC ${aucText(summary.last.holdout.auc)}` : ''}.`,
      { label: 'Evaluate', command: 'deepminer.evaluate', arguments: [next] },
      { label: 'Mine Units', command: 'deepminer.mine', arguments: [next] },
    );
  else if (status === 'cancelled') offerNext(`${run}: cancelled after ${epochs(summary)}. What is finished is kept.`, resume);
  else showFailure(services, endError(summary));
}

/** A failed or broken-off run as an error. */
export function endError(summary: RunSummary): Error {
  if (summary.failure) return new ComputeError(`${summary.run}: ${summary.failure.message}`, { problem: summary.failure.problem });
  return new Error(
    `${summary.run}: its process ended unexpectedly after ${epochs(summary)}; it was killed, ran out of memory or crashed. Finished epochs are kept: run DeepMiner: Resume Training to go on from the last checkpoint.`,
  );
}

const epochs = (summary: RunSummary): string => `${summary.epochsDone} of ${summary.epochs} epochs`;
