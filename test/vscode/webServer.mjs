/**
 * VS Code for the Web on this machine: the workbench of the embedded VS Code, whose extensions run in a worker of the browser and behind which
 * there is no machine. A small server on 127.0.0.1 has its files, the extension, and a folder as a file system.
 */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { repository, runtime } from '../../scripts/vscodeRuntime.mjs';

const OUT = '/static/out';
const ENTRY = `${OUT}/vs/code/browser/workbench/workbench.js`;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

/** A quiet workbench: nothing asks, suggests, or phones home. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
};

/**
 * Serves the workbench, the extension that lies in `extension`, and the folder `files`. Resolves with { port, url(scheme), stop() }; `url` opens
 * the folder by the scheme `project`, which can be written to, or `results`, which cannot.
 */
export async function startWebServer({ files, extension = repository }) {
  const folders = { static: runtime.vscode, deepminer: extension, 'web-files': path.join(repository, 'test/vscode/webFiles') };
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(error.code === 'ENOENT' ? 404 : 500).end(String(error));
    });
  });

  async function answer(request, response) {
    const [, room, ...steps] = new URL(request.url, 'http://localhost').pathname.split('/').map(decodeURIComponent);
    if (room === '') return send(response, workbench(server.address().port, new URL(request.url, 'http://localhost')), '.html');
    if (room === 'files') return answerFiles(request, response, steps[0], path.join(files, ...steps.slice(2)));
    const file = path.join(folders[room] ?? '/nowhere', ...steps);
    if (`/${room}/${steps.join('/')}` === ENTRY) return send(response, withoutRemote(fs.readFileSync(file, 'utf8')), '.js');
    if (file.endsWith('ipynbMain.browser.js')) return send(response, notebooks(), '.js');
    send(response, fs.readFileSync(file), path.extname(file));
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    url: (scheme) =>
      `http://localhost:${port}/?${new URLSearchParams({ folder: `${scheme}:/${encodeURIComponent(path.basename(files))}` })}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const send = (response, content, ending) =>
  void response.writeHead(200, { 'Content-Type': TYPES[ending] ?? 'application/octet-stream' }).end(content);

/** What the file system of the tests asks for. */
async function answerFiles(request, response, what, file) {
  if (what === 'stat') {
    const found = fs.statSync(file);
    return send(response, JSON.stringify({ folder: found.isDirectory(), size: found.size, modified: found.mtimeMs }), '.json');
  }
  if (what === 'list') {
    const entries = fs.readdirSync(file, { withFileTypes: true }).map((e) => ({ name: e.name, folder: e.isDirectory() }));
    return send(response, JSON.stringify(entries), '.json');
  }
  if (what === 'make') fs.mkdirSync(file, { recursive: true });
  else if (what === 'write') {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    fs.writeFileSync(file, Buffer.concat(pieces));
  } else return send(response, fs.readFileSync(file), '');
  send(response, '', '');
}

/** The page of the workbench, its blanks filled in as VS Code's own server does. */
function workbench(port) {
  const here = (room) => ({ scheme: 'http', authority: `localhost:${port}`, path: `/${room}` });
  const configuration = {
    additionalBuiltinExtensions: [here('deepminer'), here('web-files')],
    webviewEndpoint: `http://localhost:${port}${OUT}/vs/workbench/contrib/webview/browser/pre`,
    configurationDefaults: SETTINGS,
    // Wishes of this runtime alone.
    userDataPath: '/user-data',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    enableWorkspaceTrust: true,
    // No gallery: nothing may be fetched from outside.
    productConfiguration: { extensionsGallery: { serviceUrl: '' }, enableTelemetry: false },
  };
  const blanks = {
    WORKBENCH_WEB_CONFIGURATION: escaped(JSON.stringify(configuration)),
    WORKBENCH_AUTH_SESSION: '',
    WORKBENCH_WEB_BASE_URL: '/static',
    WORKBENCH_NLS_FALLBACK_URL: `${OUT}/nls.messages.js`,
    WORKBENCH_NLS_URL: `${OUT}/nls.messages.js`,
    WORKBENCH_SCRIPT_NONCE: '',
    BASE: '',
    VS_BASE: '/static',
  };
  const page = fs.readFileSync(path.join(runtime.vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  return page.replace(/\{\{(\w+)\}\}/g, (_, name) => blanks[name] ?? '');
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/**
 * The runtime's own entry takes whoever serves the page for a machine to connect to, which also keeps the settings; elsewhere the browser does, as
 * VS Code's own code says.
 */
function withoutRemote(entry) {
  const changes = [
    [/,remoteAuthority:location\.host/g, ''],
    [
      /(get userRoamingDataHome\(\)\{return \w+\(\w+\.file\(this\.userDataPath\)\.with\(\{scheme:\w+)\.vscodeRemote\}/g,
      '$1.vscodeUserData}',
    ],
  ];
  for (const [expression, change] of changes) {
    const found = entry.match(expression)?.length ?? 0;
    if (found !== 1)
      throw new Error(`${ENTRY}: found ${expression} ${found} times, expected once. This VS Code connects to a machine otherwise.`);
    entry = entry.replace(expression, change);
  }
  return entry;
}

/** The runtime leaves out the browser's form of VS Code's own reader of notebooks, which differs in nothing that opening and saving need. */
function notebooks() {
  const text = fs.readFileSync(path.join(runtime.vscode, 'extensions/ipynb/dist/ipynbMain.node.js'), 'utf8');
  return `const path = { extname: (file) => /\\.[^./]*$/.exec(file)?.[0] ?? '' };
const load = require;
require = (name) => (name === 'path' ? path : load(name));
${text}`;
}
