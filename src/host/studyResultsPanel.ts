/** What reader studies came to in webview panels, one for each study: each scores its study, and follows its answers. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { HostToStudyResults, StudyResultsToHost } from '../protocol/studyResultsPage';
import { ResultPanels } from './resultPanels';
import type { Services } from './services';

export interface WantedStudy {
  project: string;
  /** Name of the study. */
  study: string;
}

const panels = new ResultPanels<WantedStudy, StudyResultsToHost, HostToStudyResults>({
  name: 'studyResults',
  title: 'Study Results',
  read: (project, { study }) => (typeof study === 'string' ? { project, study } : undefined),
  key: ({ study }) => study,
  async load({ compute }, wanted) {
    const score = await compute.scoreStudy(wanted);
    return { wanted, title: `Study ${score.name}`, message: { type: 'state', project: wanted.project, score } };
  },
  unavailable: (wanted, message) => ({ type: 'unavailable', message, ...wanted }),
  async answer(message, { wanted, services, post, load }) {
    if (message.type === 'refresh') await load();
    else if (message.type === 'export') {
      const out = await askFolder(wanted, message.format);
      if (out === undefined) return;
      const { files } = await services.compute.exportStudyScore({ ...wanted, out, formats: [message.format] });
      post({ type: 'exported', files });
    }
  },
  follow(_, { project, study }, changed) {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(path.join(project, 'studies', study)), 'answers/*.jsonl'),
    );
    return [watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)];
  },
});

/** Opens the results of a study, or shows those already open anew. What cannot be shown is said on the page. */
export const openStudyResults = (services: Services, wanted: WantedStudy): void => panels.open(services, wanted);

/** Brings results back after the window was reloaded, by what their pages kept. */
export const restoreStudyResults = (services: Services): vscode.Disposable => panels.restore(services);

async function askFolder({ project, study }: WantedStudy, format: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: `Folder for the results of ${study} as ${format.toUpperCase()}`,
    defaultUri: vscode.Uri.file(project),
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Export here',
  });
  return chosen?.[0].fsPath;
}
