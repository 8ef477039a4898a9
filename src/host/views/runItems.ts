/** Rows of the Runs view: a run with its state in a few words, and below it what is known of it and what its folder holds. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EpochMetrics, RunSummary } from '../../protocol/compute';
import type { EvaluatedPart } from '../../protocol/evaluation';
import type { CheckpointFile, RunEvaluation, RunFiles, RunMining } from '../../protocol/runHistory';
import { aucText } from '../metricsText';
import { bytesText, type Running, runDescription, statusMeaning } from './runWords';

interface OfRun {
  project: string;
  run: string;
}

export type RunNode = { kind: 'run'; summary: RunSummary } & OfRun;
export type CheckpointNode = { kind: 'checkpoint'; checkpoint: CheckpointFile; place: string } & OfRun;
export type FactNode = {
  kind: 'fact';
  label: string;
  description?: string;
  icon: string;
  tooltip?: string;
  /** Absolute path of a file: opened by a click, where there is no command; what the context menu reveals. */
  place?: string;
  part?: EvaluatedPart;
  command?: vscode.Command;
  /** Which entries of the context menu are its own. */
  context?: string;
} & Partial<OfRun>;
export type Node =
  | { kind: 'project'; project: string }
  | RunNode
  | ({ kind: 'checkpoints'; dir: string; checkpoints: CheckpointFile[] } & OfRun)
  | CheckpointNode
  | FactNode;

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
  item.description = runDescription(run, running);
  item.iconPath = running?.progress?.waitingFor === undefined ? icon(...STATUS_ICONS[run.status]) : icon('watch');
  item.contextValue = `run.${run.status === 'finished' ? 'finished' : run.status === 'running' ? 'running' : 'unfinished'}${run.mined ? '.mined' : ''}`;
  const text = new vscode.MarkdownString(`**${run.run}** ${run.status}\n\n`);
  const begun = `begun ${new Date(run.createdAt).toLocaleString()}`;
  for (const line of [
    `${run.network}, ${epochs}, ${run.trainPatches} patches, ${begun}`,
    process,
    run.failure?.message,
    statusMeaning(run),
    run.last && `Hold-out AUC: ${aucText(run.last.holdout.auc)}`,
  ])
    if (line) text.appendText(line).appendMarkdown('\n\n');
  item.tooltip = text;
  item.accessibilityInformation = { label: `${run.run}, ${run.status}, ${item.description}` };
  return item;
}

/** What is known of a run; `files`: what its folder holds. */
export function factsOf(project: string, { summary: run, ...files }: RunFiles, running: Running | undefined): Node[] {
  const of = { project, run: run.run };
  const facts: Node[] = [fact({ label: run.network, description: `${run.trainPatches} training patches`, icon: 'circuit-board' })];
  if (running) facts.push(progressFact(of, running, run));
  if (run.failure) facts.push(fact({ label: 'Failed', description: run.failure.message, icon: 'error', tooltip: run.failure.message }));
  if (run.last) facts.push(epochFact(of, run.last));
  if (files.checkpoints.length > 0)
    facts.push({ kind: 'checkpoints', ...of, dir: path.join(run.dir, 'checkpoints'), checkpoints: files.checkpoints });
  if (files.evaluations.length === 0) facts.push(fact({ label: 'Not evaluated yet', icon: 'circle-outline' }));
  for (const evaluation of files.evaluations) facts.push(evaluationFact(of, evaluation));
  if (files.minings.length === 0) facts.push(fact({ label: 'Not mined yet', icon: 'circle-outline' }));
  for (const mining of files.minings) facts.push(miningFact(of, mining));
  return facts;
}

const fact = (of: Omit<FactNode, 'kind'>): FactNode => ({ kind: 'fact', ...of });

const showRun = (of: OfRun): vscode.Command => ({ title: 'Show Run', command: 'deepminer.showRun', arguments: [of] });

/** `Epoch 2 of 5 · loss 0.412`; other stages tell what they are at. */
function progressFact(of: OfRun, { progress }: Running, run: RunSummary): FactNode {
  // A run in a terminal has none.
  const log = path.join(run.dir, 'log.txt');
  const { epoch, epochs, loss } = progress ?? {};
  return fact({
    ...of,
    label: epoch ? `Epoch ${epoch} of ${epochs}` : (progress?.stage ?? 'Starting'),
    description: epoch ? (typeof loss === 'number' ? `loss ${loss.toFixed(3)}` : undefined) : progress?.message,
    icon: 'dashboard',
    ...(existsSync(log) && { tooltip: 'Open the log', place: log }),
  });
}

function epochFact(of: OfRun, epoch: EpochMetrics): FactNode {
  const { holdout, train } = epoch;
  return fact({
    ...of,
    label: `Epoch ${epoch.epoch}`,
    description: `hold-out loss ${holdout.loss.toFixed(3)}, accuracy ${(100 * holdout.accuracy).toFixed(0)} %`,
    icon: 'graph-line',
    tooltip: `Training loss ${train.loss.toFixed(3)}, hold-out AUC ${aucText(holdout.auc)}; ${epoch.patchesPerSecond.toFixed(1)} patches a second. Click for the curves.`,
    command: showRun(of),
  });
}

function evaluationFact(of: OfRun, { part, file, auc, outdated }: RunEvaluation): FactNode {
  return fact({
    ...of,
    label: 'Evaluated',
    icon: 'checklist',
    description: [
      part === 'test' ? 'test' : 'hold-out',
      ...(outdated ? ['another network than this run uses now'] : [`AUC ${aucText(auc)}`]),
    ].join(', '),
    tooltip: 'Show the evaluation',
    command: { title: 'Show Evaluation', command: 'deepminer.showEvaluation', arguments: [{ ...of, part }] },
    place: file,
    part,
    context: 'evaluation',
  });
}

function miningFact(of: OfRun, { hash, dir, checkpoint, layer, units, createdAt, outdated }: RunMining): FactNode {
  const about = [`${units} units of ${checkpoint}`, ...(layer ? [`layer ${layer}`] : [])];
  return fact({
    ...of,
    label: 'Mined',
    icon: outdated ? 'history' : 'search',
    description: [...about, ...(outdated ? ['another network than this run uses now'] : [])].join(', '),
    tooltip: [hash.slice(0, 16), ...(createdAt ? [new Date(createdAt).toLocaleString()] : []), ...about].join('\n'),
    // The units shown are those of the network in use.
    ...(!outdated && { command: { title: 'Show Units', command: 'deepminer.showUnits', arguments: [of] } }),
    place: path.join(dir, 'manifest.json'),
    context: outdated ? 'mining.outdated' : 'mining',
  });
}

export function checkpointsItem({ dir, checkpoints }: Extract<Node, { kind: 'checkpoints' }>): vscode.TreeItem {
  const item = new vscode.TreeItem('Checkpoints', vscode.TreeItemCollapsibleState.Collapsed);
  item.id = dir;
  const best = checkpoints.find((c) => c.best);
  item.description = `${checkpoints.length}${best ? `, best epoch ${best.epoch}` : ''}`;
  item.iconPath = icon('layers');
  return item;
}

export function checkpointItem({ checkpoint }: CheckpointNode): vscode.TreeItem {
  const { epoch, file, bytes, best, used, holdoutLoss } = checkpoint;
  const item = new vscode.TreeItem(path.basename(file));
  item.id = file;
  const marks = [...(best ? ['best hold-out part'] : []), ...(used ? ['in use'] : [])];
  item.description = [...(holdoutLoss === undefined ? [] : [`loss ${holdoutLoss.toFixed(3)}`]), ...marks, bytesText(bytes)].join(' · ');
  item.tooltip = `Epoch ${epoch}${used ? '. Evaluating, mining and explaining use this network.' : '.'}\n${file}`;
  item.iconPath = best ? icon('star-full', 'charts.yellow') : icon(used ? 'check' : 'circle-outline');
  item.contextValue = used ? 'checkpoint.used' : 'checkpoint';
  item.accessibilityInformation = { label: `${path.basename(file)}, ${item.description}` };
  return item;
}

export function factItem({ label, description, icon: name, tooltip, command, place, context }: FactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.iconPath = icon(name);
  item.tooltip = tooltip;
  item.contextValue = context;
  item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
  item.command = command ?? (place ? { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(place)] } : undefined);
  return item;
}

const icon = (name: string, color?: string): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
