/** The survey in a webview panel: hands the page its units and pictures, and keeps its answers; an answer counts once it is on disk. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { SurveySource } from '../protocol/compute';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { HostToSurvey, SurveyToHost } from '../protocol/survey';
import type { Services } from './services';

const VIEW_TYPE = 'deepminer.survey';
const LAST_SURVEY = 'deepminer.lastSurvey';

interface Survey {
  project: string;
  run?: string;
  expert: string;
}

const open = new Map<string, vscode.WebviewPanel>();

/** Opens the survey of a run, or shows the one already open. Rejects when the run has nothing mined. */
export async function openSurvey(services: Services, survey: Survey): Promise<void> {
  const key = JSON.stringify(survey);
  const shown = open.get(key);
  if (shown) {
    shown.reveal();
    return;
  }
  const source = await services.compute.surveyState(survey);
  const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'Annotate Units', vscode.ViewColumn.Active);
  fill(services, panel, survey, source);
  await services.context.workspaceState.update(LAST_SURVEY, survey);
}

/** Brings the survey back after the window was reloaded; the page keeps its own drafts. */
export function restoreSurveys(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel) {
      const survey = services.context.workspaceState.get<Survey>(LAST_SURVEY);
      if (!survey || !vscode.workspace.isTrusted) {
        panel.dispose();
        return;
      }
      fill(services, panel, survey, await services.compute.surveyState(survey));
    },
  });
}

function fill(services: Services, panel: vscode.WebviewPanel, survey: Survey, source: SurveySource): void {
  const key = JSON.stringify(survey);
  open.set(key, panel);
  panel.onDidDispose(() => open.delete(key));
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  const mining = vscode.Uri.file(source.miningDir);
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [pages, mining] };
  panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  const post = (message: HostToSurvey): void => void webview.postMessage(message);
  webview.onDidReceiveMessage((message: SurveyToHost) => {
    answerPage(services, survey, source, webview.asWebviewUri(mining).toString(), message, panel)
      .then((reply) => reply && post(reply))
      .catch((error: unknown) => services.log.error(error instanceof Error ? error : String(error)));
  });
  webview.html = pageHtml(webview, pages);
}

/** What the page is told in return; failures are messages to it, since it is where the expert looks. */
async function answerPage(
  services: Services,
  survey: Survey,
  source: SurveySource,
  base: string,
  message: SurveyToHost,
  panel: vscode.WebviewPanel,
): Promise<HostToSurvey | undefined> {
  const { project, run, expert } = survey;
  switch (message.type) {
    case 'ready': {
      if (source.units.length === 0)
        return {
          type: 'empty',
          message: 'No units have been mined from this run yet. Run DeepMiner: Mine Units, then open the survey again.',
        };
      const { network, mining, classes, lexicon, units } = source;
      // Asked for anew: the page may have been reloaded since the first answers.
      const { answers } = await services.compute.surveyState(survey).catch(() => source);
      return { type: 'state', state: { expert, network, mining, classes, lexicon, units, answers, base, notice: RESEARCH_NOTICE } };
    }
    case 'unit':
      try {
        return { type: 'unit', ...(await services.compute.surveyUnit({ project, run, unit: message.unit })) };
      } catch (error) {
        return { type: 'unitFailed', unit: message.unit, message: messageOf(error) };
      }
    case 'answer':
      try {
        const answer = await services.compute.saveAnswer({ project, run, answer: { ...message.answer, expert } });
        return { type: 'saved', id: message.id, answer };
      } catch (error) {
        services.log.error(messageOf(error));
        return { type: 'failed', id: message.id, message: messageOf(error) };
      }
    case 'position':
      panel.title = `Annotate ${message.unit}`;
      return undefined;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The page loads its own script and style and pictures of the mining folder, nothing else. */
function pageHtml(webview: vscode.Webview, pages: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pages, name)).toString();
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource} data:`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${address('survey.css')}">
<title>Annotate Units</title>
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${address('survey.js')}"></script>
</body>
</html>`;
}
