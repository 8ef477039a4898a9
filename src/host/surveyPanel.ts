/** The survey in a webview panel: hands the page its units and pictures, and keeps its answers; an answer counts once it is on disk. */
import * as vscode from 'vscode';
import type { HostToSurvey, SurveyMode, SurveySource, SurveyToHost } from '../protocol/survey';
import type { UnitId } from '../protocol/unit';
import { replyTo, type SurveyConversation, type SurveyRequest } from '../survey/conversation';
import { explainView } from './explainView';
import { OpenPages } from './openPages';
import { pageHtml } from './pageHtml';
import type { PageServices } from './services';
import { uriOf } from './uriOf';

const VIEW_TYPE = 'deepminer.survey';

const TITLES: Record<SurveyMode, string> = { blind: 'Annotate', consensus: 'Decide' };

/** By what is answered and by whom: a run that is named and the newest one by default may be the same. */
const open = new Map<string, { panel: vscode.WebviewPanel; goTo(unit: UnitId): void }>();
/** The same surveys, for the next window. */
let remembered: OpenPages<SurveyRequest> | undefined;
const memory = ({ context }: PageServices): OpenPages<SurveyRequest> => {
  remembered ??= new OpenPages(context.workspaceState, 'deepminer.openSurveys', requestKey);
  return remembered;
};

/** A run that is named and the newest one by default are two. */
const requestKey = ({ project, run, expert, mode = 'blind' }: SurveyRequest): string =>
  JSON.stringify([project, run ?? null, expert, mode]);

/** Opens the survey of a run, or shows the one already open; at `unit`, where one is named. Rejects when the run has nothing mined. */
export async function openSurvey(services: PageServices, survey: SurveyRequest, unit?: UnitId): Promise<void> {
  const source = await services.compute.surveyState(survey);
  const shown = open.get(keyOf(survey, source));
  if (shown) {
    if (unit) shown.goTo(unit);
    shown.panel.reveal();
    return;
  }
  const panel = vscode.window.createWebviewPanel(VIEW_TYPE, `${TITLES[source.mode]} Units`, vscode.ViewColumn.Active);
  fill(services, panel, survey, source, unit);
}

/** Brings each survey back after the window was reloaded; the page has kept which it was, and its drafts. */
export function restoreSurveys(services: PageServices): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      // A window that ends soon after a page was opened may not have kept what the page did.
      const survey = restorable(state) ?? memory(services).lost();
      if (!survey || !(vscode.workspace.isTrusted || services.machineless)) {
        panel.dispose();
        return;
      }
      // Before anything is waited for: another panel may come back meanwhile.
      const taken = memory(services).opened(survey);
      const source = await services.compute.surveyState(survey);
      await taken;
      // Two panels of one survey: the one that came back first may have taken the place of this one.
      if (open.has(keyOf(survey, source))) panel.dispose();
      else fill(services, panel, survey, source);
    },
  });
}

function restorable(state: unknown): SurveyRequest | undefined {
  const { project, run, expert, mode } = ((state as { restore?: unknown } | undefined)?.restore ?? {}) as Partial<SurveyRequest>;
  if (typeof project !== 'string' || typeof expert !== 'string') return undefined;
  return { project, expert, run: typeof run === 'string' ? run : undefined, mode: mode === 'consensus' ? mode : 'blind' };
}

const keyOf = ({ project, expert }: SurveyRequest, { mining, mode }: SurveySource): string => [project, expert, mining, mode].join('\n');

function fill(services: PageServices, panel: vscode.WebviewPanel, survey: SurveyRequest, source: SurveySource, unit?: UnitId): void {
  const key = keyOf(survey, source);
  void memory(services).opened(survey);
  panel.onDidDispose(() => {
    open.delete(key);
    void memory(services).closed(survey);
  });
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [pages, uriOf(source.miningDir)] };
  panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  let wanted = unit;
  let allowed = source.miningDir;
  const post = (message: HostToSurvey): void => void webview.postMessage(message);
  open.set(key, {
    panel,
    goTo(unit) {
      // A page behind another tab is not there: it is loaded when its tab is shown, and is told then.
      if (panel.visible) post({ type: 'open', unit });
      else wanted = unit;
    },
  });
  const talk: SurveyConversation = {
    survey,
    source,
    baseOf: (miningDir) => {
      const mining = uriOf(miningDir);
      // Units that were mined again have their pictures in another folder. Options that are set again load the page again.
      if (miningDir !== allowed) webview.options = { ...webview.options, localResourceRoots: [pages, mining] };
      allowed = miningDir;
      return webview.asWebviewUri(mining).toString();
    },
    methods: services.compute,
    restore: survey,
    logError: (message: string) => services.log.error(message),
  };
  webview.onDidReceiveMessage((message: SurveyToHost) => {
    if (message.type === 'explain')
      return void explainView(services, talk, message.viewId).catch((error: unknown) => services.log.error(String(error)));
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
