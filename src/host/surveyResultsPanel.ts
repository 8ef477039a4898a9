/** The results of a survey in webview panels, one for each run: each hands its page the figures, and follows the answers. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { HostToSurveyResults, SurveyResultsToHost } from '../protocol/surveyResultsPage';
import { pageHtml } from './pageHtml';
import type { Services } from './services';

const VIEW_TYPE = 'deepminer.surveyResults';

export interface WantedResults {
  project: string;
  /** Absent: the newest mined run. */
  run?: string;
}

const open = new Map<string, SurveyResultsPanel>();
const keyOf = ({ project, run }: WantedResults): string => JSON.stringify([project, run]);

/** Opens the results of a run's survey, or shows those already open. What cannot be shown is said on the page. */
export function openSurveyResults(services: Services, wanted: WantedResults): void {
  const shown = open.get(keyOf(wanted));
  if (shown) shown.reveal();
  else new SurveyResultsPanel(services, vscode.window.createWebviewPanel(VIEW_TYPE, 'Survey Results', vscode.ViewColumn.Active), wanted);
}

/** Brings results back after the window was reloaded, by what their pages kept. */
export function restoreSurveyResults(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const wanted = readWanted(state);
      if (wanted && vscode.workspace.isTrusted) new SurveyResultsPanel(services, panel, wanted);
      else panel.dispose();
    },
  });
}

function readWanted(state: unknown): WantedResults | undefined {
  const { project, run } = (state ?? {}) as Partial<Record<keyof WantedResults, unknown>>;
  if (typeof project !== 'string' || !path.isAbsolute(project)) return undefined;
  return { project, run: typeof run === 'string' ? run : undefined };
}

class SurveyResultsPanel {
  readonly #project: string;
  #run: string | undefined;
  #key: string | undefined;
  #gone = false;
  /** Loads may overtake each other: the latest one counts. */
  #loads = 0;

  constructor(
    private readonly services: Services,
    private readonly panel: vscode.WebviewPanel,
    { project, run }: WantedResults,
  ) {
    this.#project = project;
    this.#run = run;
    const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [pages] };
    panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
    const following = services.unitsChanged(() => void this.#load());
    panel.onDidDispose(() => {
      this.#gone = true;
      following.dispose();
      if (this.#key !== undefined && open.get(this.#key) === this) open.delete(this.#key);
    });
    webview.onDidReceiveMessage((message: SurveyResultsToHost) => {
      this.#answer(message).catch((error: unknown) => {
        services.log.error(messageOf(error));
        this.#post({ type: 'failed', message: messageOf(error) });
      });
    });
    this.#register();
    webview.html = pageHtml(webview, pages, { name: 'surveyResults', title: 'Survey Results', pictures: false });
  }

  reveal(): void {
    this.panel.reveal();
  }

  async #answer(message: SurveyResultsToHost): Promise<void> {
    const about = { project: this.#project, run: this.#run };
    if (message.type === 'ready') await this.#load();
    else if (message.type === 'open')
      await vscode.commands.executeCommand(message.deciding ? 'deepminer.decideLabels' : 'deepminer.annotate', {
        ...about,
        unit: message.unit,
      });
    else if (message.type === 'export') await vscode.commands.executeCommand('deepminer.exportAnswers', about);
    else if (message.type === 'import') await vscode.commands.executeCommand('deepminer.importAnswers', about);
  }

  async #load(): Promise<void> {
    const load = ++this.#loads;
    const [project, run] = [this.#project, this.#run];
    try {
      const results = await this.services.compute.surveyResults({ project, run });
      if (load !== this.#loads || this.#gone) return;
      this.#run = results.run;
      if (!this.#register()) return;
      this.panel.title = `Survey of ${results.run}`;
      this.#post({ type: 'state', project, results });
    } catch (error) {
      if (load === this.#loads) this.#post({ type: 'unavailable', message: messageOf(error), project, run });
    }
  }

  /** Is found by its run from now on; gives way, and returns false, where another panel shows that run already. */
  #register(): boolean {
    const key = keyOf({ project: this.#project, run: this.#run });
    const other = open.get(key);
    if (other && other !== this) {
      other.panel.reveal();
      this.panel.dispose();
      return false;
    }
    if (this.#key !== undefined && open.get(this.#key) === this) open.delete(this.#key);
    this.#key = key;
    open.set(key, this);
    return true;
  }

  #post(message: HostToSurveyResults): void {
    if (!this.#gone) void this.panel.webview.postMessage(message);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
