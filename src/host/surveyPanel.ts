/** The survey in a webview panel: hands the page its units and pictures, and keeps its answers; an answer counts once it is on disk. */
import * as vscode from 'vscode';
import type { HostToSurvey, SurveyMode, SurveySource, SurveyToHost } from '../protocol/survey';
import type { UnitId } from '../protocol/unit';
import { replyTo, type SurveyRequest } from '../survey/conversation';
import { pageHtml } from './pageHtml';
import type { Services } from './services';

const VIEW_TYPE = 'deepminer.survey';
const LAST_SURVEY = 'deepminer.lastSurvey';

const TITLES: Record<SurveyMode, string> = { blind: 'Annotate', consensus: 'Decide' };

const open = new Map<string, vscode.WebviewPanel>();

/** Opens the survey of a run, or shows the one already open; at `unit`, where one is named. Rejects when the run has nothing mined. */
export async function openSurvey(services: Services, survey: SurveyRequest, unit?: UnitId): Promise<void> {
  const key = JSON.stringify(survey);
  const shown = open.get(key);
  if (shown) {
    shown.reveal();
    if (unit) void shown.webview.postMessage({ type: 'open', unit } satisfies HostToSurvey);
    return;
  }
  const source = await services.compute.surveyState(survey);
  const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'Annotate Units', vscode.ViewColumn.Active);
  fill(services, panel, survey, source, unit);
  await services.context.workspaceState.update(LAST_SURVEY, survey);
}

/** Brings the survey back after the window was reloaded; the page keeps its own drafts. */
export function restoreSurveys(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel) {
      const survey = services.context.workspaceState.get<SurveyRequest>(LAST_SURVEY);
      if (!survey || !vscode.workspace.isTrusted) {
        panel.dispose();
        return;
      }
      fill(services, panel, survey, await services.compute.surveyState(survey));
    },
  });
}

function fill(services: Services, panel: vscode.WebviewPanel, survey: SurveyRequest, source: SurveySource, unit?: UnitId): void {
  const key = JSON.stringify(survey);
  open.set(key, panel);
  panel.onDidDispose(() => open.delete(key));
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  const mining = vscode.Uri.file(source.miningDir);
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [pages, mining] };
  panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  let wanted = unit;
  const post = (message: HostToSurvey): void => void webview.postMessage(message);
  const base = webview.asWebviewUri(mining).toString();
  const talk = { survey, source, base, methods: services.compute, logError: (message: string) => services.log.error(message) };
  webview.onDidReceiveMessage((message: SurveyToHost) => {
    if (message.type === 'position') panel.title = `${TITLES[source.mode]}: ${message.unit}`;
    replyTo(message, talk)
      .then((reply) => {
        if (reply) post(reply);
        // Once: a page that is reloaded goes on where it was.
        if (message.type === 'ready' && wanted) post({ type: 'open', unit: wanted });
        wanted = undefined;
      })
      .catch((error: unknown) => services.log.error(error instanceof Error ? error : String(error)));
  });
  webview.html = pageHtml(webview, pages, { name: 'survey', title: 'Annotate Units' });
}
