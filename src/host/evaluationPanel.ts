/** Evaluations in webview panels, one for each run: each hands its page the figures, follows the run's files, and takes files along for it. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { EvaluatedPart } from '../protocol/evaluation';
import type { EvaluationToHost, HostToEvaluation } from '../protocol/evaluationPage';
import { pageHtml } from './pageHtml';
import type { Services } from './services';
import { takeEvaluationFile } from './takeEvaluationFile';

const VIEW_TYPE = 'deepminer.evaluation';
/** An evaluation's files are written one after the other. */
const SETTLE_MS = 300;

export interface WantedEvaluation {
  project: string;
  /** Absent: the newest run that has been evaluated. */
  run?: string;
  part?: EvaluatedPart;
}

const open = new Map<string, EvaluationPanel>();
const keyOf = ({ project, run }: WantedEvaluation): string => JSON.stringify([project, run]);

/** Opens the evaluation of a run, or shows the one already open anew. What cannot be shown is said on the page. */
export function openEvaluation(services: Services, wanted: WantedEvaluation): void {
  // A page that waits for any evaluation of the project takes this one.
  const shown = open.get(keyOf(wanted)) ?? open.get(keyOf({ project: wanted.project }));
  if (shown) shown.show(wanted);
  else new EvaluationPanel(services, vscode.window.createWebviewPanel(VIEW_TYPE, 'Evaluation', vscode.ViewColumn.Active), wanted);
}

/** Brings evaluations back after the window was reloaded, by what their pages kept. */
export function restoreEvaluations(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const wanted = readWanted(state);
      if (wanted && vscode.workspace.isTrusted) new EvaluationPanel(services, panel, wanted);
      else panel.dispose();
    },
  });
}

function readWanted(state: unknown): WantedEvaluation | undefined {
  const { project, run, part } = (state ?? {}) as Partial<Record<keyof WantedEvaluation, unknown>>;
  if (typeof project !== 'string' || !path.isAbsolute(project)) return undefined;
  return { project, run: typeof run === 'string' ? run : undefined, part: part === 'holdout' ? part : 'test' };
}

class EvaluationPanel {
  readonly #project: string;
  #run: string | undefined;
  #part: EvaluatedPart;
  /** Where the shown evaluation's files lie. */
  #folder: string | undefined;
  #key: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #gone = false;

  constructor(
    private readonly services: Services,
    private readonly panel: vscode.WebviewPanel,
    { project, run, part = 'test' }: WantedEvaluation,
  ) {
    this.#project = project;
    this.#run = run;
    this.#part = part;
    const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [pages] };
    panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
    const loadSoon = (): void => this.#loadSoon();
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(project), 'runs/*/evaluation*.json'),
    );
    const following = [watcher, watcher.onDidCreate(loadSoon), watcher.onDidChange(loadSoon), services.runsChanged.event(loadSoon)];
    panel.onDidDispose(() => {
      this.#gone = true;
      clearTimeout(this.#timer);
      if (this.#key !== undefined) open.delete(this.#key);
      vscode.Disposable.from(...following).dispose();
    });
    webview.onDidReceiveMessage((message: EvaluationToHost) => {
      this.#answer(message).catch((error: unknown) => {
        services.log.error(messageOf(error));
        this.#post({ type: 'failed', message: messageOf(error) });
      });
    });
    this.#register();
    webview.html = pageHtml(webview, pages, { name: 'evaluation', title: 'Evaluation', pictures: false });
  }

  /** Comes to the front with this run and part. */
  show({ run, part = 'test' }: WantedEvaluation): void {
    this.panel.reveal();
    this.#run = run ?? this.#run;
    this.#part = part;
    this.#register();
    this.#loadSoon();
  }

  async #answer(message: EvaluationToHost): Promise<void> {
    const [project, run] = [this.#project, this.#run];
    if (message.type === 'ready') await this.#load();
    else if (message.type === 'evaluate') await vscode.commands.executeCommand('deepminer.evaluate', { project, run, part: this.#part });
    else if (message.type === 'part') {
      this.#part = message.part === 'holdout' ? 'holdout' : 'test';
      await this.#load();
    } else if (message.type === 'take' && this.#folder !== undefined) {
      const { file, how } = message;
      const where = await takeEvaluationFile(this.#folder, file, how, path.join(project, `${run}-${file}`));
      if (where !== undefined) this.#post({ type: 'taken', file, ...(how === 'save' && { where }) });
    }
  }

  async #load(): Promise<void> {
    const [project, part] = [this.#project, this.#part];
    try {
      const { folder, ...shown } = await this.services.compute.openEvaluation({ project, run: this.#run, part });
      // Another part was asked for meanwhile.
      if (part !== this.#part) return;
      this.#run = shown.run;
      this.#folder = folder;
      if (!this.#register()) return;
      this.panel.title = `Evaluation of ${shown.run}`;
      this.#post({ type: 'state', shown });
    } catch (error) {
      this.#post({ type: 'unavailable', message: messageOf(error), project, run: this.#run, part });
    }
  }

  #loadSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), SETTLE_MS);
  }

  /** Is found by its run from now on; gives way, and returns false, where another panel shows that run already. */
  #register(): boolean {
    if (this.#gone) return false;
    const key = keyOf({ project: this.#project, run: this.#run });
    const other = open.get(key);
    if (other && other !== this) {
      other.panel.reveal();
      this.panel.dispose();
      return false;
    }
    if (this.#key !== undefined) open.delete(this.#key);
    this.#key = key;
    open.set(key, this);
    return true;
  }

  #post(message: HostToEvaluation): void {
    if (!this.#gone) void this.panel.webview.postMessage(message);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
