/**
 * The extension in a browser, with no machine behind it (VS Code for the Web): notebooks show their explanations, runs and evaluations are read
 * from the workspace, and whatever computes says where it can.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../protocol/problem';
import { showEvaluation } from '../commands/showEvaluation';
import type { ComputeMethodsClient } from '../computeClient';
import { restoreDataChecks } from '../dataCheckPanel';
import { restoreEvaluations } from '../evaluationPanel';
import { gatedCompute } from '../looking/gate';
import { lookingMethods } from '../looking/lookingMethods';
import { workspaceFiles } from '../looking/workspaceFiles';
import type { PageServices, Services } from '../services';
import { ResultsTree } from './resultsTree';

const NO_MACHINE: Problem = {
  severity: 'warning',
  code: 'workspace.noMachine',
  found: 'a window without a machine to compute on',
  expected: 'VS Code on a desktop, or with Remote-SSH, WSL, a dev container or code-server',
  remedy: 'Open the folder there; what was computed can be looked at here.',
};

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('DeepMiner', { log: true });
  const runsChanged = new vscode.EventEmitter<void>();
  const compute = gatedCompute({} as ComputeMethodsClient, lookingMethods(workspaceFiles(path.join)), () => NO_MACHINE);
  const services: PageServices = { context, log, compute, runsChanged, unitsChanged: runsChanged.event };
  const here: Record<string, (...given: unknown[]) => unknown> = {
    // It uses nothing but what pages of results do.
    'deepminer.showEvaluation': (...given) => showEvaluation(services as Services, ...given),
    'deepminer.showLog': () => log.show(),
    'deepminer.refreshRuns': () => runsChanged.fire(),
  };
  const { contributes } = context.extension.packageJSON as { contributes: { commands: { command: string }[] } };
  context.subscriptions.push(
    log,
    runsChanged,
    vscode.window.registerTreeDataProvider('deepminer.runs', new ResultsTree(services)),
    restoreEvaluations(services as Services),
    restoreDataChecks(services as Services),
    ...contributes.commands.map(({ command }) => vscode.commands.registerCommand(command, here[command] ?? sayWhere)),
  );
}

function sayWhere(): void {
  void vscode.window.showWarningMessage(
    'This needs a workspace on a machine: VS Code on a desktop, or with Remote-SSH, WSL, a dev container or code-server. Open the folder there.',
  );
}
