/** The extension's entry: wires commands, views, notebook kernel and survey to the compute process, and starts nothing by itself. */
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from './host/commands';
import { registerCommands } from './host/commands/command';
import { ComputeClient } from './host/computeClient';
import { restoreDataChecks } from './host/dataCheckPanel';
import { restoreEvaluations } from './host/evaluationPanel';
import { Journey } from './host/journey';
import { gatedCompute, UNTRUSTED } from './host/looking/gate';
import { lookingMethods } from './host/looking/lookingMethods';
import { workspaceFiles } from './host/looking/workspaceFiles';
import { DeepMinerController } from './host/notebook/controller';
import { answerRenderers } from './host/notebook/rendererMessages';
import { restoreRuns } from './host/runPanel';
import { RunningRuns } from './host/runs/runningRuns';
import type { Services } from './host/services';
import { affectsProcess, processEnvironment } from './host/settings';
import { SettingsProblems } from './host/settingsProblems';
import { WorkStatus } from './host/statusBar';
import { restoreStudies } from './host/studyPanel';
import { restoreStudyResults } from './host/studyResultsPanel';
import { restoreSurveys } from './host/surveyPanel';
import { restoreSurveyResults } from './host/surveyResultsPanel';
import { DeepMinerTasks } from './host/tasks/provider';
import { watchUnits } from './host/unitChanges';
import { restoreUnits } from './host/unitPanel';
import { AnnotationsView } from './host/views/annotationsView';
import { DatasetView } from './host/views/datasetView';
import { RunsView } from './host/views/runsView';
import { UnitsView } from './host/views/unitsView';
import { Works } from './host/works';

/** What tests and other extensions may look at. */
export interface DeepMinerApi {
  computePid(): number | undefined;
  kernelPid(notebook: vscode.NotebookDocument): number | undefined;
}

/** Whatever is asked of it, no process starts where the person has not said to trust the workspace. */
const refusal = () => (vscode.workspace.isTrusted ? undefined : UNTRUSTED);

export function activate(context: vscode.ExtensionContext): DeepMinerApi {
  const log = vscode.window.createOutputChannel('DeepMiner', { log: true });
  const processOptions: Services['processOptions'] = {
    module: context.asAbsolutePath('dist/compute.cjs'),
    environment: processEnvironment,
    onLog: (level, message) => log[level](message),
    refusal,
  };
  const client = new ComputeClient(processOptions);
  const compute = gatedCompute(client.methods, lookingMethods(workspaceFiles(path.join)), refusal);
  const works = new Works();
  const runsChanged = new vscode.EventEmitter<void>();
  const unitChanges = watchUnits(runsChanged.event);
  const services: Services = {
    notebooks: { show: (...shown) => controller.show(...shown) },
    context,
    log,
    works,
    runs: new RunningRuns({ compute, log, works, runsChanged }),
    selectedRuns: () => runsView.selected,
    compute,
    computePid: () => client.pid,
    processOptions,
    runsChanged,
    unitsChanged: unitChanges.event,
  };
  const controller = new DeepMinerController(services);
  const runsView = new RunsView(services);
  context.subscriptions.push(
    log,
    services.runs,
    new WorkStatus(works),
    works,
    runsChanged,
    client,
    controller,
    unitChanges,
    new Journey(services),
    new DeepMinerTasks(services),
    new SettingsProblems(services),
    runsView,
    new UnitsView(services),
    new DatasetView(services),
    new AnnotationsView(services),
    restoreSurveys(services),
    restoreSurveyResults(services),
    restoreStudyResults(services),
    restoreStudies(services),
    restoreUnits(services),
    restoreEvaluations(services),
    restoreDataChecks(services),
    restoreRuns(services),
    answerRenderers(services),
    registerCommands(services, commands),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (affectsProcess(change)) client.refresh();
    }),
    vscode.commands.registerCommand('deepminer.restartKernel', () => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook) controller.restart(notebook);
    }),
  );
  return { computePid: services.computePid, kernelPid: (notebook) => controller.pidOf(notebook) };
}
