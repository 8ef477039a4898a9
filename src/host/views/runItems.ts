/** Rows of the Runs view: a run with its state in a few words, and what is known of it below. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EpochMetrics, RunSummary } from '../../protocol/compute';
import type { Progress } from '../../protocol/task';
import { aucFigures, aucText } from '../metricsText';
import { percent, timeLeft } from '../progressWords';

export type RunNode = { kind: 'run'; project: string; run: string; summary: RunSummary };
export type Node =
  | { kind: 'project'; project: string }
  | RunNode
  | { kind: 'fact'; label: string; description?: string; icon: string; tooltip?: string; file?: string; command?: vscode.Command };

export interface Running {
  progress: Progress | undefined;
  stopping: boolean;
}

const STATUS_ICONS: Record<RunSummary['status'], [icon: string, color?: string]> = {
  running: ['sync~spin'],
  finished: ['pass', 'testing.iconPassed'],
  cancelled: ['circle-slash'],
  interrupted: ['debug-disconnect', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
};

export function runItem(run: RunSummary, running: Running | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(run.run, vscode.TreeItemCollapsibleState.Collapsed);
  const epochs = `${run.epochsDone} of ${run.epochs} epochs`;
  const process =
    run.process &&
    `Process ${run.process.pid}${run.process.host ? ` on ${run.process.host}` : ''}${run.process.detached ? ', which goes on when this window is closed' : ''}`;
  item.id = run.dir;
  // The view is narrow: what is usual goes without saying, class names stand in the tooltip.
  const state = run.status === 'finished' ? '' : `${run.status}, ${epochs}`;
  item.description = running
    ? runningText(running)
    : [state, run.last && `AUC ${aucFigures(run.last.holdout.auc)}`].filter(Boolean).join(' · ');
  const [icon, color] = running?.progress?.waitingFor === undefined ? STATUS_ICONS[run.status] : ['watch'];
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = `run.${run.status === 'finished' ? 'finished' : run.status === 'running' ? 'running' : 'unfinished'}${run.mined ? '.mined' : ''}`;
  item.tooltip = new vscode.MarkdownString(
    [
      `**${run.run}** ${run.status}`,
      `${run.network}, ${epochs}, ${run.trainPatches} patches`,
      ...(process ? [process] : []),
      ...(run.failure ? [run.failure.message] : []),
      ...(run.last ? [`Hold-out AUC: ${aucText(run.last.holdout.auc)}`] : []),
    ].join('\n\n'),
  );
  return item;
}

/** `42 %, 3 min left · epoch 2/5`: what is looked for stands first, the view is narrow. */
function runningText({ progress, stopping }: Running): string {
  if (stopping) return 'stopping …';
  if (!progress) return 'starting …';
  if (progress.waitingFor !== undefined) return `waits for ${progress.waitingFor}`;
  return `${paceText(progress)} · ${progress.epoch ? `epoch ${progress.epoch}/${progress.epochs}` : progress.stage}`;
}

/** `42 %, 3 min left` */
function paceText(progress: Progress): string {
  return [percent(progress), progress.secondsLeft === undefined ? '' : timeLeft(progress.secondsLeft)].filter(Boolean).join(', ');
}

export function factsOf(project: string, run: RunSummary, running: Running | undefined): Node[] {
  const facts: Node[] = [{ kind: 'fact', label: run.network, description: `${run.trainPatches} training patches`, icon: 'circuit-board' }];
  if (running) facts.push(progressFact(running, run));
  if (run.failure)
    facts.push({ kind: 'fact', label: 'Failed', description: run.failure.message, icon: 'error', tooltip: run.failure.message });
  if (run.last) facts.push(epochFact(run.last));
  facts.push(
    run.evaluated ? evaluatedFact(project, run) : { kind: 'fact', label: 'Not evaluated yet', icon: 'circle-outline' },
    run.mined
      ? {
          kind: 'fact',
          label: 'Mined',
          description: run.mined.slice(0, 12),
          icon: 'search',
          file: path.join(run.dir, 'mining', run.mined, 'manifest.json'),
        }
      : { kind: 'fact', label: 'Not mined yet', icon: 'circle-outline' },
  );
  return facts;
}

function evaluatedFact(project: string, { run, evaluationOutdated }: RunSummary): Node {
  return {
    kind: 'fact',
    label: 'Evaluated',
    icon: 'graph-line',
    ...(evaluationOutdated && { description: 'another network than this run uses now' }),
    tooltip: 'Show the evaluation',
    command: { title: 'Show Evaluation', command: 'deepminer.showEvaluation', arguments: [{ project, run }] },
  };
}

/** `Epoch 2 of 5 · loss 0.412`; other stages tell what they are at. */
function progressFact({ progress }: Running, run: RunSummary): Node {
  // A run in a terminal has none.
  const log = path.join(run.dir, 'log.txt');
  const { epoch, epochs, loss } = progress ?? {};
  return {
    kind: 'fact',
    label: epoch ? `Epoch ${epoch} of ${epochs}` : (progress?.stage ?? 'Starting'),
    description: epoch ? (typeof loss === 'number' ? `loss ${loss.toFixed(3)}` : undefined) : progress?.message,
    icon: 'dashboard',
    ...(existsSync(log) && { tooltip: 'Open the log', file: log }),
  };
}

function epochFact(epoch: EpochMetrics): Node {
  const { holdout, train } = epoch;
  return {
    kind: 'fact',
    label: `Epoch ${epoch.epoch}`,
    description: `hold-out loss ${holdout.loss.toFixed(3)}, accuracy ${(100 * holdout.accuracy).toFixed(0)} %`,
    icon: 'pulse',
    tooltip: `Training loss ${train.loss.toFixed(3)}, hold-out AUC ${aucText(holdout.auc)}; ${epoch.patchesPerSecond.toFixed(1)} patches a second`,
  };
}

export function factItem(fact: Extract<Node, { kind: 'fact' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(fact.label);
  item.description = fact.description;
  item.iconPath = new vscode.ThemeIcon(fact.icon);
  item.tooltip = fact.tooltip;
  item.command =
    fact.command ?? (fact.file ? { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(fact.file)] } : undefined);
  return item;
}
