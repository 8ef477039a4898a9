/** What the end-to-end tests begin with: a sample project that the command line brought as far as is asked, and a window of VS Code on it. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureRuntime, repository } from '../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscodeServer.mjs';
import { freshPage, launchChromium } from './browser.mjs';
import { oddFolder, removeOddFolder } from './oddFolder.mjs';

/** How long the command line may take, and what a page waits for: another suite may have the processors at the same time. */
const COMMAND_LIMIT_MS = 240_000;
const PATIENCE_MS = 60_000;

/** A new folder for screenshots, artifacts/<name>. */
export function screenshots(name) {
  const dir = path.join(repository, 'artifacts', name);
  fs.mkdirSync(dir, { recursive: true });
  return dir;
}

export function setEpochs(project, epochs) {
  const file = path.join(project, 'deepminer.json');
  const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
  Object.assign(settings.training, { epochs, decay: null });
  fs.writeFileSync(file, JSON.stringify(settings, null, 2));
}

/** A sample project in a temporary folder of an odd name; `steps`: the commands that are run on it, e.g. [['train'], ['mine']]. */
export function makeProject({ cases, epochs = 1, steps }) {
  const project = oddFolder('deepminer-workbench-');
  const cli = (...args) =>
    execFileSync(process.execPath, [path.join(repository, 'dist/cli.cjs'), '--quiet', ...args], {
      cwd: project,
      env: { ...process.env, DEEPMINER_DEVICE: 'cpu', DEEPMINER_QUEUE: 'off' },
      timeout: COMMAND_LIMIT_MS,
    });
  cli('sample', project, '--cases', String(cases));
  setEpochs(project, epochs);
  for (const step of steps) cli(...step);
  return project;
}

/**
 * VS Code's server and a browser on the folder, or on those of the file `workspace`; `asksForTrust`: as it comes, without it every folder is trusted. `close` ends both. `outside`
 * fills with the addresses beyond this machine that the window asks for; `scale` is of pixels to those of the viewport.
 */
export async function openWindow({
  folder,
  workspace,
  asksForTrust = false,
  viewport = { width: 1280, height: 860 },
  scale = 1,
  settings = {},
}) {
  await ensureRuntime();
  const server = await startServer({
    args: asksForTrust ? [] : ['--disable-workspace-trust'],
    settings: {
      ...(asksForTrust && { 'security.workspace.trust.startupPrompt': 'always' }),
      'workbench.colorTheme': 'Default Dark Modern',
      'workbench.reduceMotion': 'on',
      ...settings,
    },
  });
  const browser = await launchChromium();
  const page = await freshPage(browser, { viewport, deviceScaleFactor: scale });
  page.setDefaultTimeout(PATIENCE_MS);
  const outside = [];
  page.on('request', (request) => {
    if (!/^(https?|wss?):\/\/localhost|^(data|blob):|^https:\/\/[^/]*vscode-cdn\.net/.test(request.url())) outside.push(request.url());
  });
  await page.goto(workbenchUrl(server.port, { folder, workspace }));
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { server, browser, page, outside, close };
}

/** Removes a project once nothing writes to it any more. */
export const removeProject = removeOddFolder;
