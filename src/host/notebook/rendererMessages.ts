/** Answers what explanations in notebooks ask of the extension host: a unit's patches, its page, the survey at it, a place for a figure. */
import path from 'node:path';
import * as vscode from 'vscode';
import { EXPLANATION_RENDERER, type HostToRenderer, type RendererToHost } from '../../protocol/rendererMessages';
import type { PageServices } from '../services';
import { pathOf } from '../uriOf';
import { ensureTrust } from '../work';
import { notebookProject } from './notebookProject';

/** Two rows in a notebook of usual width. */
const PATCHES = 16;

/** Listens until it is disposed of. */
export function answerRenderers(services: PageServices): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(EXPLANATION_RENDERER);
  return messaging.onDidReceiveMessage(async ({ editor, message }: { editor: vscode.NotebookEditor; message: RendererToHost }) => {
    const answer = await answerTo(services, editor.notebook, message).catch((error: unknown): HostToRenderer => {
      const words = error instanceof Error ? error.message : String(error);
      services.log.warn(words);
      return { type: 'failed', request: message.request, message: words };
    });
    await messaging.postMessage(answer, editor);
  });
}

async function answerTo(services: PageServices, notebook: vscode.NotebookDocument, message: RendererToHost): Promise<HostToRenderer> {
  const { request } = message;
  if (message.type === 'save') return { type: 'saved', request, file: await save(notebook, message) };
  // A notebook from elsewhere names what it wants: nothing is opened for it before its folder is trusted.
  if (!(await ensureTrust())) return { type: 'failed', request, message: 'This folder is not trusted, so its units are not opened.' };
  const project = await notebookProject(notebook);
  const { unit, run, network } = message;
  const display = await services.compute.displayUnit({ project, run, unit, network, patches: PATCHES });
  if (message.type === 'unit') return { type: 'unit', request, display };
  await vscode.commands.executeCommand(message.type === 'annotate' ? 'deepminer.annotate' : 'deepminer.showUnit', { project, run, unit });
  return { type: 'opened', request };
}

/** Asks where; the path written to, or nothing where the person chose none. */
async function save(notebook: vscode.NotebookDocument, message: Extract<RendererToHost, { type: 'save' }>): Promise<string | undefined> {
  const { name, format, data } = message;
  const folder = notebook.isUntitled ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(notebook.uri, '..');
  const file = path.basename(name);
  const chosen = await vscode.window.showSaveDialog({
    title: 'Save the figure',
    defaultUri: folder ? vscode.Uri.joinPath(folder, file) : vscode.Uri.file(file),
    filters: format === 'svg' ? { SVG: ['svg'] } : { PNG: ['png'] },
  });
  if (!chosen) return undefined;
  await vscode.workspace.fs.writeFile(
    chosen,
    format === 'svg' ? new TextEncoder().encode(data) : Uint8Array.from(atob(data), (c) => c.charCodeAt(0)),
  );
  return pathOf(chosen);
}
