/** The extension's entry: wires commands, views, notebook kernel and survey to the compute process, and starts nothing by itself. */
import * as vscode from 'vscode';
import { commands } from './host/commands';
import { registerCommands } from './host/commands/command';
import { ComputeClient, type ComputeClientOptions } from './host/computeClient';
import { restoreDataChecks } from './host/dataCheckPanel';
import { restoreEvaluations } from './host/evaluationPanel';
import { DeepMinerController } from './host/notebook/controller';
import { answerRenderers } from './host/notebook/rendererMessages';
import { restoreRuns } from './host/runPanel';
import { RunningRuns } from './host/runs/runningRuns';
import type { Services } from './host/services';
import { processEnvironment } from './host/settings';
import { WorkStatus } from './host/statusBar';
import { restoreStudies } from './host/studyPanel';
import { restoreStudyResults } from './host/studyResultsPanel';
import { restoreSurveys } from './host/surveyPanel';
import { restoreSurveyResults } from './host/surveyResultsPanel';
import { watchUnits } from './host/unitChanges';
import { restoreUnits } from './host/unitPanel';
import { AnnotationsView } from './host/views/annotationsView';
import { DatasetView } from './host/views/datasetView';
import { RunsView } from './host/views/runsView';
import { UnitsView } from './host/views/unitsView';

/** What tests and other extensions may look at. */
export interface DeepMinerApi {
  computePid(): number | undefined;
  kernelPid(notebook: vscode.NotebookDocument): number | undefined;
}

export function activate(context: vscode.ExtensionContext): DeepMinerApi {
  const log = vscode.window.createOutputChannel('DeepMiner', { log: true });
  const processOptions: Pick<ComputeClientOptions, 'module' | 'environment' | 'onLog'> = {
    module: context.asAbsolutePath('dist/compute.cjs'),
    environment: processEnvironment,
    onLog: (level, message) => log[level](message),
  };
  const client = new ComputeClient(processOptions);
  const status = new WorkStatus();
  const runsChanged = new vscode.EventEmitter<void>();
  const unitChanges = watchUnits(runsChanged.event);
  const services: Services = {
    notebooks: { show: (...shown) => controller.show(...shown) },
    context,
    log,
    status,
    runs: new RunningRuns({ compute: client.methods, log, status, runsChanged }),
    selectedRuns: () => runsView.selected,
    compute: client.methods,
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
    status,
    runsChanged,
    client,
    controller,
    unitChanges,
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
      if (change.affectsConfiguration('deepminer.device') || change.affectsConfiguration('deepminer.threads')) client.refresh();
    }),
    vscode.commands.registerCommand('deepminer.restartKernel', () => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook) controller.restart(notebook);
    }),
  );
  return { computePid: services.computePid, kernelPid: (notebook) => controller.pidOf(notebook) };
}
