/** Checked data sets in webview panels, one for each project: each hands its page the report and its pictures, and does what is asked of a view. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { DataCheckToHost, HostToDataCheck } from '../protocol/dataCheckPage';
import { openAt } from './failure';
import { ResultPanels } from './resultPanels';
import type { PageServices } from './services';
import { uriOf } from './uriOf';

interface ShownCheck {
  project: string;
  /** Folder of the pictures, once the report is shown. */
  pictures?: string;
  /** View to look at by itself, once. */
  look?: string;
}

const checksOf = (project: string): string => path.join(project, '.deepminer', 'check');

const panels = new ResultPanels<ShownCheck, DataCheckToHost, HostToDataCheck>({
  name: 'dataCheck',
  looks: true,
  title: 'Data Set',
  pictures: ({ project }) => checksOf(project),
  read: (project) => ({ project }),
  key: () => null,
  async load({ compute }, { project, look }, addressOf) {
    const check = await compute.openDataCheck({ project });
    return {
      wanted: { project, pictures: check.pictures },
      title: `Data Set of ${path.basename(project)}`,
      message: { type: 'state', check, base: addressOf(check.pictures), ...(look !== undefined && { look }) },
    };
  },
  unavailable: ({ project }, message) => ({ type: 'unavailable', project, message }),
  async answer(message, { wanted: { project, pictures }, services, post, addressOf }) {
    if (message.type === 'check') await vscode.commands.executeCommand('deepminer.checkDataset', { project, again: message.again });
    else if (message.type === 'open') await openAt(message.file, message.line);
    else if (message.type === 'reveal') await vscode.commands.executeCommand('revealInExplorer', uriOf(message.file));
    else if (message.type === 'explain') await vscode.commands.executeCommand('deepminer.explain', { project, view: message.viewId });
    else if (message.type === 'copy') {
      await vscode.env.clipboard.writeText(message.text);
      post({ type: 'said', message: `Copied ${message.text}.` });
    } else if (message.type === 'preview' && pictures !== undefined) {
      const { viewId } = message;
      post(
        await services.compute.previewView({ project, view: viewId }).then(
          ({ picture }) => ({ type: 'preview', viewId, address: addressOf(path.join(pictures, picture)) }) as const,
          (error: Error) => ({ type: 'noPreview', viewId, message: error.message }) as const,
        ),
      );
    }
  },
  follow(_, { project }, changed) {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uriOf(checksOf(project)), 'report.json'));
    return [watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed)];
  },
});

/** Opens the report of a project's latest check, or shows the one already open anew. What cannot be shown is said on the page. `look`: a view to look at by itself. */
export const openDataCheck = (services: PageServices, project: string, look?: string): void => panels.open(services, { project, look });

/** Brings reports back after the window was reloaded, by what their pages kept. */
export const restoreDataChecks = (services: PageServices): vscode.Disposable => panels.restore(services);
