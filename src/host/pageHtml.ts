/** The document of a webview page: its own script and style and pictures of the folders it may read, nothing else. */
import * as vscode from 'vscode';
import { pagePolicy } from './pagePolicy';

/** `name` is that of the bundle in `pages`: name.js and name.css. `pictures`: whether the page loads any, default true. */
export function pageHtml(
  webview: vscode.Webview,
  pages: vscode.Uri,
  { name, title, pictures = true }: { name: string; title: string; pictures?: boolean },
): string {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pages, file)).toString();
  const policy = pagePolicy(webview.cspSource, nonce, pictures);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${address(`${name}.css`)}">
<title>${title}</title>
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${address(`${name}.js`)}"></script>
</body>
</html>`;
}
