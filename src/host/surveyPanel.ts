/** The survey in a webview panel: hands the page its units and pictures, and keeps its answers; an answer counts once it is on disk. */
import * as vscode from 'vscode';
import type { SurveySource } from '../protocol/compute';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { HostToSurvey, SurveyToHost } from '../protocol/survey';
import type { UnitId } from '../protocol/unit';
import { pageHtml } from './pageHtml';
import type { Services } from './services';

const VIEW_TYPE = 'deepminer.survey';
const LAST_SURVEY = 'deepminer.lastSurvey';

interface Survey {
  project: string;
  run?: string;
  expert: string;
}

const open = new Map<string, vscode.WebviewPanel>();

/** Opens the survey of a run, or shows the one already open; at `unit`, where one is named. Rejects when the run has nothing mined. */
export async function openSurvey(services: Services, survey: Survey, unit?: UnitId): Promise<void> {
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
      const survey = services.context.workspaceState.get<Survey>(LAST_SURVEY);
      if (!survey || !vscode.workspace.isTrusted) {
        panel.dispose();
        return;
      }
      fill(services, panel, survey, await services.compute.surveyState(survey));
    },
  });
}

function fill(services: Services, panel: vscode.WebviewPanel, survey: Survey, source: SurveySource, unit?: UnitId): void {
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
  webview.onDidReceiveMessage((message: SurveyToHost) => {
    answerPage(services, survey, source, webview.asWebviewUri(mining).toString(), message, panel)
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
