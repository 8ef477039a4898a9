/** An evaluation in a webview panel: hands the page its figures, follows the run's files, and copies or saves what the page asks for. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { EVALUATION_FILES, type EvaluatedPart, type EvaluationFileName, type OpenedEvaluation } from '../protocol/evaluation';
import type { EvaluationToHost, HostToEvaluation } from '../protocol/evaluationPage';
import type { Services } from './services';

const VIEW_TYPE = 'deepminer.evaluation';
/** An evaluation's files are written one after the other. */
const SETTLE_MS = 300;

export interface WantedEvaluation {
  project: string;
  /** Absent: the newest run that has been evaluated. */
  run?: string;
  part?: EvaluatedPart;
}

interface OpenPanel {
  panel: vscode.WebviewPanel;
  show(wanted: WantedEvaluation): void;
}

const open = new Map<string, OpenPanel>();
const keyOf = ({ project, run }: WantedEvaluation): string => JSON.stringify([project, run]);

/** Opens the evaluation of a run, or shows the one already open anew. What cannot be shown is said on the page. */
export function openEvaluation(services: Services, wanted: WantedEvaluation): void {
  // A page that waits for any evaluation of the project takes this one.
  const shown = open.get(keyOf(wanted)) ?? open.get(keyOf({ project: wanted.project }));
  if (shown) {
    shown.panel.reveal();
    shown.show(wanted);
    return;
  }
  fill(services, vscode.window.createWebviewPanel(VIEW_TYPE, 'Evaluation', vscode.ViewColumn.Active), wanted);
}

/** Brings evaluations back after the window was reloaded, by what their pages kept. */
export function restoreEvaluations(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const wanted = readWanted(state);
      if (!wanted || !vscode.workspace.isTrusted) panel.dispose();
      else fill(services, panel, wanted);
    },
  });
}

function readWanted(state: unknown): WantedEvaluation | undefined {
  const { project, run, part } = (state ?? {}) as Partial<Record<keyof WantedEvaluation, unknown>>;
  if (typeof project !== 'string' || !path.isAbsolute(project)) return undefined;
  return { project, run: typeof run === 'string' ? run : undefined, part: part === 'holdout' ? part : 'test' };
}

function fill(services: Services, panel: vscode.WebviewPanel, wanted: WantedEvaluation): void {
  const { project } = wanted;
  let { run, part = 'test' } = wanted;
  let folder: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const { webview } = panel;
  const post = (message: HostToEvaluation): void => void webview.postMessage(message);

  const load = async (): Promise<void> => {
    try {
      const { folder: found, ...shown }: OpenedEvaluation = await services.compute.openEvaluation({ project, run, part });
      folder = found;
      run = shown.run;
      register();
      panel.title = `Evaluation of ${run}`;
      post({ type: 'state', shown });
    } catch (error) {
      post({ type: 'unavailable', message: messageOf(error), project, run, part });
    }
  };
  const loadSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), SETTLE_MS);
  };
  const answer = async (message: EvaluationToHost): Promise<void> => {
    if (message.type === 'ready') await load();
    else if (message.type === 'evaluate') await vscode.commands.executeCommand('deepminer.evaluate', { project, run, part });
    else if (message.type === 'part') {
      part = message.part === 'holdout' ? 'holdout' : 'test';
      await load();
    } else if (message.type === 'take') {
      const where = folder && (await take(folder, message.file, message.how, { project, run }));
      if (where !== undefined) post({ type: 'taken', file: message.file, ...(message.how === 'save' && { where }) });
    }
  };

  let key: string | undefined;
  const register = (): void => {
    if (key !== undefined) open.delete(key);
    key = keyOf({ project, run });
    open.set(key, { panel, show });
  };
  const show = (next: WantedEvaluation): void => {
    run = next.run ?? run;
    part = next.part ?? 'test';
    register();
    loadSoon();
  };
  register();
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(project), 'runs/*/evaluation*.json'));
  const following = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(loadSoon),
    watcher.onDidChange(loadSoon),
    services.runsChanged.event(loadSoon),
  );
  panel.onDidDispose(() => {
    clearTimeout(timer);
    if (key !== undefined) open.delete(key);
    following.dispose();
  });
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [pages] };
  panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  webview.onDidReceiveMessage((message: EvaluationToHost) => {
    answer(message).catch((error: unknown) => {
      services.log.error(messageOf(error));
      post({ type: 'failed', message: messageOf(error) });
    });
  });
  webview.html = pageHtml(webview, pages);
}

/** Copies or saves one of the evaluation's files, none else; gives where it went, undefined when the person turned away. */
async function take(
  folder: string,
  file: EvaluationFileName,
  how: 'copy' | 'save',
  { project, run }: WantedEvaluation,
): Promise<string | undefined> {
  if (!EVALUATION_FILES.includes(file)) throw new Error(`${file} is no file of an evaluation.`);
  const source = vscode.Uri.file(path.join(folder, file));
  const bytes = await vscode.workspace.fs.readFile(source).then(undefined, () => {
    throw new Error(`${source.fsPath} cannot be read. Evaluate the run again to write it anew.`);
  });
  if (how === 'copy') {
    await vscode.env.clipboard.writeText(new TextDecoder().decode(bytes));
    return 'clipboard';
  }
  const target = await vscode.window.showSaveDialog({
    title: 'Save a copy',
    defaultUri: vscode.Uri.file(path.join(project, `${run}-${file}`)),
    filters: file.endsWith('.svg') ? { 'SVG picture': ['svg'] } : { 'CSV table': ['csv'] },
  });
  if (!target) return undefined;
  await vscode.workspace.fs.writeFile(target, bytes);
  return target.fsPath;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The page loads its own script and style, nothing else. */
function pageHtml(webview: vscode.Webview, pages: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pages, name)).toString();
  const policy = [
    "default-src 'none'",
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
<link rel="stylesheet" href="${address('evaluation.css')}">
<title>Evaluation</title>
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${address('evaluation.js')}"></script>
</body>
</html>`;
}
