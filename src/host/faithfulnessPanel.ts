/** A faithfulness report in a webview panel, one for each project and run. */
import * as vscode from 'vscode';
import type { FaithfulnessReport } from '../protocol/faithfulness';
import { faithfulnessPage } from './faithfulnessPage';
import type { Services } from './services';

const open = new Map<string, vscode.WebviewPanel>();

/** Shows the report; a panel of the same run that is open already shows the new one. */
export function showFaithfulness(services: Services, project: string, { faithfulness, page }: FaithfulnessReport): void {
  const key = JSON.stringify([project, faithfulness.run]);
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  const panel =
    open.get(key) ??
    vscode.window.createWebviewPanel('deepminer.faithfulness', `Faithfulness of ${faithfulness.run}`, vscode.ViewColumn.Active, {
      enableScripts: false,
      localResourceRoots: [pages],
      enableFindWidget: true,
    });
  if (!open.has(key)) {
    open.set(key, panel);
    panel.onDidDispose(() => open.delete(key));
    panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  }
  const { webview } = panel;
  const address = webview.asWebviewUri(vscode.Uri.joinPath(pages, 'faithfulness.css')).toString();
  webview.html = faithfulnessPage(page, { address, source: webview.cspSource });
  panel.reveal();
}
