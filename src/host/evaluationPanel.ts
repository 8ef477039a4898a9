/** Evaluations in webview panels, one for each run: each hands its page the figures, follows the run's files, and takes files along for it. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { EvaluatedPart } from '../protocol/evaluation';
import type { EvaluationToHost, HostToEvaluation } from '../protocol/evaluationPage';
import { ResultPanels } from './resultPanels';
import type { PageServices } from './services';
import { takeEvaluationFile } from './takeEvaluationFile';
import { uriOf } from './uriOf';

export interface WantedEvaluation {
  project: string;
  /** Absent: the newest run that has been evaluated. */
  run?: string;
  part?: EvaluatedPart;
}

/** As a panel knows it: where the shown evaluation's files lie, once it is shown. */
interface ShownEvaluation extends WantedEvaluation {
  part: EvaluatedPart;
  folder?: string;
}

const partOf = (part: unknown): EvaluatedPart => (part === 'holdout' ? part : 'test');

const panels = new ResultPanels<ShownEvaluation, EvaluationToHost, HostToEvaluation>({
  name: 'evaluation',
  looks: true,
  title: 'Evaluation',
  read: (project, { run, part }) => ({ project, run: typeof run === 'string' ? run : undefined, part: partOf(part) }),
  key: ({ run }) => run,
  async load({ compute }, { project, run, part }) {
    const { folder, ...shown } = await compute.openEvaluation({ project, run, part });
    return {
      wanted: { project, run: shown.run, part, folder },
      title: `Evaluation of ${shown.run}`,
      message: { type: 'state', shown },
    };
  },
  unavailable: ({ project, run, part }, message) => ({ type: 'unavailable', message, project, run, part }),
  async answer(message, { wanted, post, load }) {
    const { project, run, part, folder } = wanted;
    if (message.type === 'evaluate') await vscode.commands.executeCommand('deepminer.evaluate', { project, run, part });
    else if (message.type === 'part') await load({ ...wanted, part: partOf(message.part) });
    else if (message.type === 'take' && folder !== undefined) {
      const { file, how } = message;
      const where = await takeEvaluationFile(folder, file, how, path.join(project, `${run}-${file}`));
      if (where !== undefined) post({ type: 'taken', file, ...(how === 'save' && { where }) });
    }
  },
  follow({ runsChanged }, { project }, changed) {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uriOf(project), 'runs/*/evaluation*.json'));
    return [watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), runsChanged.event(changed)];
  },
});

/** Opens the evaluation of a run, or shows the one already open anew. What cannot be shown is said on the page. */
export function openEvaluation(services: PageServices, { project, run, part = 'test' }: WantedEvaluation): void {
  // A page that waits for any evaluation of the project takes this one.
  panels.open(services, { project, run, part }, { project, part });
}

/** Brings evaluations back after the window was reloaded, by what their pages kept. */
export const restoreEvaluations = (services: PageServices): vscode.Disposable => panels.restore(services);
