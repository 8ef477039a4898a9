/**
 * The extension in a browser, with no machine behind it (VS Code for the Web): notebooks show their explanations, runs, evaluations and units are
 * read from the workspace, surveys are answered where it can be written to, and whatever computes says where it can.
 */
import * as vscode from 'vscode';
import { annotate } from '../commands/annotate';
import { showEvaluation } from '../commands/showEvaluation';
import { chooseUnitsRun, showUnit } from '../commands/units';
import { restoreDataChecks } from '../dataCheckPanel';
import { restoreEvaluations } from '../evaluationPanel';
import { showFailure } from '../failure';
import { answerRenderers } from '../notebook/rendererMessages';
import type { PageServices } from '../services';
import { restoreSurveys } from '../surveyPanel';
import { watchUnits } from '../unitChanges';
import { restoreUnits } from '../unitPanel';
import { UnitsView } from '../views/unitsView';
import { showDataCheck } from './dataCheck';
import { machineless, machinelessCompute } from './machineless';
import { ResultsTree } from './resultsTree';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('DeepMiner', { log: true });
  const runsChanged = new vscode.EventEmitter<void>();
  const units = watchUnits(runsChanged.event);
  const compute = machinelessCompute(context);
  const services: PageServices = { context, log, compute, runsChanged, unitsChanged: units.event, machineless };
  const here: Record<string, (services: PageServices, given: unknown) => unknown> = {
    'deepminer.showEvaluation': showEvaluation,
    'deepminer.showUnit': showUnit,
    'deepminer.chooseUnitsRun': chooseUnitsRun,
    'deepminer.annotate': annotate,
    'deepminer.showLog': () => log.show(),
    'deepminer.refreshRuns': () => runsChanged.fire(),
  };
  const { contributes } = context.extension.packageJSON as { contributes: { commands: { command: string }[] } };
  context.subscriptions.push(
    log,
    runsChanged,
    units,
    vscode.window.registerTreeDataProvider('deepminer.runs', new ResultsTree(services)),
    new UnitsView(services),
    restoreEvaluations(services),
    restoreDataChecks(services),
    restoreUnits(services),
    restoreSurveys(services),
    answerRenderers(services),
    // No command of the palette: there, a data set is checked.
    vscode.commands.registerCommand('deepminer.showDataCheck', (given: unknown) => showDataCheck(services, given)),
    ...contributes.commands.map(({ command }) =>
      vscode.commands.registerCommand(command, async (given: unknown) => {
        try {
          if (!Object.hasOwn(here, command)) return sayWhere();
          return await here[command](services, given);
        } catch (error) {
          showFailure(services, error);
          return undefined;
        }
      }),
    ),
  );
}

function sayWhere(): void {
  void vscode.window.showWarningMessage(
    'This needs a workspace on a machine: VS Code on a desktop, or with Remote-SSH, WSL, a dev container or code-server. Open the folder there.',
  );
}
