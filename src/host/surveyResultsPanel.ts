/** The results of a survey in webview panels, one for each run: each hands its page the figures, and follows the answers. */
import * as vscode from 'vscode';
import type { HostToSurveyResults, SurveyResultsToHost } from '../protocol/surveyResultsPage';
import { ResultPanels } from './resultPanels';
import type { Services } from './services';

export interface WantedResults {
  project: string;
  /** Absent: the newest mined run. */
  run?: string;
}

const panels = new ResultPanels<WantedResults, SurveyResultsToHost, HostToSurveyResults>({
  name: 'surveyResults',
  title: 'Survey Results',
  read: (project, { run }) => ({ project, run: typeof run === 'string' ? run : undefined }),
  key: ({ run }) => run,
  async load({ compute }, { project, run }) {
    const results = await compute.surveyResults({ project, run });
    return {
      wanted: { project, run: results.run },
      title: `Survey of ${results.run}`,
      message: { type: 'state', project, results },
    };
  },
  unavailable: ({ project, run }, message) => ({ type: 'unavailable', message, project, run }),
  async answer(message, { wanted }) {
    if (message.type === 'open')
      await vscode.commands.executeCommand(message.deciding ? 'deepminer.decideLabels' : 'deepminer.annotate', {
        ...wanted,
        unit: message.unit,
      });
    else if (message.type === 'export') await vscode.commands.executeCommand('deepminer.exportAnswers', wanted);
    else if (message.type === 'import') await vscode.commands.executeCommand('deepminer.importAnswers', wanted);
  },
  follow: ({ unitsChanged }, _, changed) => [unitsChanged(changed)],
});

/** Opens the results of a run's survey, or shows those already open. What cannot be shown is said on the page. */
export const openSurveyResults = (services: Services, wanted: WantedResults): void => panels.open(services, wanted);

/** Brings results back after the window was reloaded, by what their pages kept. */
export const restoreSurveyResults = (services: Services): vscode.Disposable => panels.restore(services);
