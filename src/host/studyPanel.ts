/** A reader study in a webview panel. Its page may read its own bundle and no other file: words and pictures come by message, and the key is out of reach. */
import * as vscode from 'vscode';
import type { StudyToHost } from '../protocol/studyPage';
import { replyTo, type StudyConversation, type StudyRequest } from '../study/conversation';
import { OpenPages } from './openPages';
import { pageHtml } from './pageHtml';
import type { Services } from './services';

const VIEW_TYPE = 'deepminer.study';

const keyOf = ({ project, study, reader }: StudyRequest): string => JSON.stringify([project, study, reader]);

const open = new Map<string, vscode.WebviewPanel>();
/** The same studies, for the next window. */
let remembered: OpenPages<StudyRequest> | undefined;
const memory = ({ context }: Services): OpenPages<StudyRequest> => {
  remembered ??= new OpenPages(context.workspaceState, 'deepminer.openStudies', keyOf);
  return remembered;
};

/** Opens a study for a reader, or shows the panel in which this reader has it open. What cannot be read is said on the page. */
export function openStudy(services: Services, request: StudyRequest): void {
  const shown = open.get(keyOf(request));
  if (shown) shown.reveal();
  else fill(services, vscode.window.createWebviewPanel(VIEW_TYPE, titleOf(request), vscode.ViewColumn.Active), request);
}

/** Brings each study back after the window was reloaded; the page has kept which it was, and the call in the making. */
export function restoreStudies(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const request = restorable(state) ?? memory(services).lost();
      if (!request || !vscode.workspace.isTrusted || open.has(keyOf(request))) panel.dispose();
      else fill(services, panel, request);
    },
  });
}

function restorable(state: unknown): StudyRequest | undefined {
  const { project, study, reader } = ((state as { restore?: unknown } | undefined)?.restore ?? {}) as Partial<StudyRequest>;
  return typeof project === 'string' && typeof study === 'string' && typeof reader === 'string' ? { project, study, reader } : undefined;
}

const titleOf = ({ study }: StudyRequest): string => `Study ${study}`;

function fill(services: Services, panel: vscode.WebviewPanel, request: StudyRequest): void {
  const key = keyOf(request);
  open.set(key, panel);
  void memory(services).opened(request);
  panel.onDidDispose(() => {
    open.delete(key);
    void memory(services).closed(request);
  });
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [pages] };
  panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  const talk: StudyConversation = {
    request,
    methods: services.compute,
    restore: request,
    logError: (message) => services.log.error(message),
  };
  webview.onDidReceiveMessage((message: StudyToHost) => {
    if (message.type === 'position') panel.title = message.item ? `${titleOf(request)}: ${message.item.case}` : titleOf(request);
    replyTo(message, talk)
      .then((reply) => reply && webview.postMessage(reply))
      .catch((error: unknown) => services.log.error(error instanceof Error ? error : String(error)));
  });
  webview.html = pageHtml(webview, pages, { name: 'study', title: 'Reader Study' });
}
