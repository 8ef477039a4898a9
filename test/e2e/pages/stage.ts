/**
 * A stage for pages: builds their bundles, serves them on loopback under the strict content security policy of a
 * webview, with a stand-in for the extension host that tests can hold back.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { EVALUATION_MIME } from '../../../src/protocol/evaluation';
import type { Explanation } from '../../../src/protocol/explanation';
import { EXPLANATION_MIME } from '../../../src/protocol/explanation';
import { UNIT_MIME } from '../../../src/protocol/mining';
import type { RendererToHost } from '../../../src/protocol/rendererMessages';
import { SIMILAR_MIME } from '../../../src/protocol/similar';
import { STUDY_MIME } from '../../../src/protocol/study';
import type { SurveyState } from '../../../src/protocol/survey';
import type { UnitId } from '../../../src/protocol/unit';
import type { UnitDetail } from '../../../src/protocol/units';
import type { StagedCheck } from './dataCheckHost';
import type { StagedEvaluation } from './evaluationHost';
import { type FakeMining, fakeExplanation, fakeMining } from './fakeMining';
import type { StagedRuns } from './runHost';
import type { Staged } from './standInHost';
import type { StagedUnits } from './standInUnitHost';
import type { StagedStudy } from './studyHost';
import type { StagedStudyResults } from './studyResultsHost';
import type { StagedResults } from './surveyResultsHost';
import { type Theme, themeStyles } from './themes';

const root = new URL('../../../', import.meta.url).pathname;
const NONCE = 'c3RhZ2U';
const RENDERERS = ['explanation', 'units', 'evaluation', 'study'] as const;

/** What the stand-in for the extension host answers a renderer, by the kind of its message; a kind that is missing gets no answer. */
export type RendererAnswers = Partial<Record<RendererToHost['type'], object>>;

export interface Stage {
  browser: Browser;
  address: string;
  mining: FakeMining;
  explanation: Explanation;
}

let opened: Promise<Stage & { close(): Promise<void> }> | undefined;

/** The stage all page tests share; the first to ask for it builds it. */
export function sharedStage(): Promise<Stage> {
  opened ??= openStage();
  return opened;
}

/** Mocha calls these once for the whole run: a file that is loaded counts, whichever that is. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await (await opened)?.close();
  },
};

/** A stage of one's own, with this mining result or a small one. */
export async function openStage(ownMining?: FakeMining): Promise<Stage & { close(): Promise<void> }> {
  const [mining, explanation, files] = await Promise.all([ownMining ?? fakeMining(), fakeExplanation(), bundles()]);
  for (const [path, bytes] of mining.files) files.set(`/mining/${path}`, bytes);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://stage').pathname);
    const theme = /^\/theme-(.+)\.css$/.exec(path)?.[1] as Theme | undefined;
    const page = /^\/(survey|unit|notebook|evaluation|surveyResults|study|studyResults|dataCheck|run)-(dark|light|high-contrast)$/.exec(
      path,
    );
    if (theme) return response.setHeader('content-type', 'text/css').end(themeStyles(theme));
    if (page)
      return response
        .setHeader('content-type', 'text/html')
        .end(page[1] === 'notebook' ? notebookPage(page[2]) : webviewPage(page[1] as Webview, page[2]));
    const file = files.get(path);
    if (!file) return response.writeHead(404).end();
    return response.setHeader('content-type', typeOf(path)).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  return {
    browser,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mining,
    explanation,
    close: async () => {
      await browser.close();
      await closeServer(server);
    },
  };
}

/** The text of an element as it is laid out on the page. */
export async function shownText(element: Locator): Promise<string> {
  await element.first().waitFor();
  return (await element.allInnerTexts()).join('\n');
}

/** Opens the survey; the stand-in host answers as VS Code would, but holds acknowledgements back until `settle`. `prepare` is called before anything is loaded. */
export async function openSurvey(
  stage: Stage,
  look: {
    theme?: Theme;
    width?: number;
    height?: number;
    empty?: string;
    state?: Partial<SurveyState>;
    prepare?: (page: Page) => Promise<void>;
  } = {},
) {
  const { page, problems } = await openPage(stage, look);
  await look.prepare?.(page);
  const state = { ...stage.mining.state, ...look.state, base: `${stage.address}/mining/` };
  const staged: Staged = { state, units: stage.mining.units, empty: look.empty };
  await page.addInitScript((value) => Object.assign(window, { staged: value }), staged);
  await page.goto(`${stage.address}/survey-${look.theme ?? 'dark'}`);
  return { page, problems };
}

/** Opens the unit page; the stand-in host knows the stage's units, or those given. */
export async function openUnitPage(
  stage: Stage,
  look: { theme?: Theme; width?: number; height?: number; empty?: string; details?: Record<UnitId, UnitDetail> } = {},
) {
  const { page, problems } = await openPage(stage, look);
  const details = look.details ?? stage.mining.details;
  const { network, mining, notice, units } = stage.mining.state;
  const state = { project: '/project', run: 'run-001', network, mining, notice, units, base: `${stage.address}/mining/` };
  const staged: StagedUnits = { state, details, empty: look.empty };
  await page.addInitScript((value) => Object.assign(window, { stagedUnits: value }), staged);
  await page.goto(`${stage.address}/unit-${look.theme ?? 'dark'}`);
  return { page, problems };
}

/** Opens a notebook page and has the renderer of its type draw one output; with `answers`, there is an extension host beside it. */
export async function openOutput(
  stage: Stage,
  output: { mime?: string; text?: string; answers?: RendererAnswers },
  look: { theme?: Theme; width?: number; height?: number } = {},
) {
  const { page, problems } = await openPage(stage, look);
  const mime = output.mime ?? EXPLANATION_MIME;
  await page.addInitScript((value) => Object.assign(window, { stagedOutput: value }), {
    mime,
    answers: output.answers,
    renderer: rendererOf(mime),
    text: output.text ?? JSON.stringify(stage.explanation),
  });
  await page.goto(`${stage.address}/notebook-${look.theme ?? 'dark'}`);
  await page.waitForSelector('body[data-drawn]');
  return { page, problems };
}

async function openPage(stage: Stage, look: { width?: number; height?: number }): Promise<{ page: Page; problems: string[] }> {
  const context = await stage.browser.newContext({ viewport: { width: look.width ?? 1280, height: look.height ?? 860 } });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  return { page, problems };
}

/** Opens the evaluation page; the stand-in host says what it is told to. */
export async function openEvaluation(
  stage: Stage,
  staged: StagedEvaluation,
  look: { theme?: Theme; width?: number; height?: number } = {},
) {
  const { page, problems } = await openPage(stage, look);
  await page.addInitScript((value) => Object.assign(window, { stagedEvaluation: value }), staged);
  await page.goto(`${stage.address}/evaluation-${look.theme ?? 'dark'}`);
  return { page, problems };
}

/** Opens the page of a survey's results; the stand-in host says what it is told to. */
export async function openSurveyResults(
  stage: Stage,
  staged: StagedResults,
  look: { theme?: Theme; width?: number; height?: number } = {},
) {
  const { page, problems } = await openPage(stage, look);
  await page.addInitScript((value) => Object.assign(window, { stagedResults: value }), staged);
  await page.goto(`${stage.address}/surveyResults-${look.theme ?? 'dark'}`);
  return { page, problems };
}

/** Opens the page of a checked data set; the stand-in host says what it is told to. */
export async function openDataCheck(stage: Stage, staged: StagedCheck, look: { theme?: Theme; width?: number; height?: number } = {}) {
  const { page, problems } = await openPage(stage, look);
  const value: StagedCheck = { ...staged, base: `${stage.address}/mining/` };
  await page.addInitScript((value) => Object.assign(window, { stagedCheck: value }), value);
  await page.goto(`${stage.address}/dataCheck-${look.theme ?? 'dark'}`);
  return { page, problems };
}

/** Opens the page of runs; the stand-in host says what it is told to. */
export async function openRuns(stage: Stage, staged: StagedRuns, look: { theme?: Theme; width?: number; height?: number } = {}) {
  const { page, problems } = await openPage(stage, look);
  await page.addInitScript((value) => Object.assign(window, { stagedRuns: value }), staged);
  await page.goto(`${stage.address}/run-${look.theme ?? 'dark'}`);
  return { page, problems };
}

/** Opens the page of a study's results; the stand-in host says what it is told to. */
export async function openStudyResults(
  stage: Stage,
  staged: StagedStudyResults,
  look: { theme?: Theme; width?: number; height?: number } = {},
) {
  const { page, problems } = await openPage(stage, look);
  await page.addInitScript((value) => Object.assign(window, { stagedStudyResults: value }), staged);
  await page.goto(`${stage.address}/studyResults-${look.theme ?? 'dark'}`);
  return { page, problems };
}

function rendererOf(mime: string): (typeof RENDERERS)[number] {
  if (mime === EVALUATION_MIME) return 'evaluation';
  if (mime === STUDY_MIME) return 'study';
  return mime === UNIT_MIME || mime === SIMILAR_MIME ? 'units' : 'explanation';
}
/** Opens the reader's page; the stand-in host keeps calls in the page's own storage, and holds acknowledgements back where it is told to. */
export async function openStudy(stage: Stage, staged: StagedStudy, look: { theme?: Theme; width?: number; height?: number } = {}) {
  const { page, problems } = await openPage(stage, look);
  await page.addInitScript((value) => Object.assign(window, { stagedStudy: value }), staged);
  await page.goto(`${stage.address}/study-${look.theme ?? 'dark'}`);
  return { page, problems };
}

type Webview = 'survey' | 'unit' | 'evaluation' | 'surveyResults' | 'study' | 'studyResults' | 'dataCheck' | 'run';

/** A page with the bundle of its name and the host that stands in for VS Code's. */
function webviewPage(name: Webview, theme: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${name}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'nonce-${NONCE}'">
<link rel="stylesheet" href="/theme-${theme}.css"><link rel="stylesheet" href="/${name}.css"></head>
<body class="vscode-${theme}"><div id="app"></div><script nonce="${NONCE}" src="/${name}Host.js"></script><script nonce="${NONCE}" src="/${name}.js"></script></body></html>`;
}

function notebookPage(theme: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notebook</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'self'; script-src 'nonce-${NONCE}'">
<link rel="stylesheet" href="/theme-${theme}.css"></head><body class="vscode-${theme}"><main id="output"></main>
<script nonce="${NONCE}" type="module">
const { mime, text, renderer: name, answers } = window.stagedOutput;
const { activate } = await import('/renderers/' + name + '.js');
let kept;
const posted = [];
const listeners = [];
const postMessage = (message) => {
  posted.push(message);
  const answer = answers[message.type];
  if (answer) setTimeout(() => listeners.forEach((listener) => listener({ request: message.request, ...answer })), 5);
};
const onDidReceiveMessage = (listener) => { listeners.push(listener); return { dispose() {} }; };
const context = { setState(value) { kept = value; }, getState: () => kept, workspace: { isTrusted: true } };
const renderer = activate(answers ? { ...context, postMessage, onDidReceiveMessage } : context);
const draw = () => renderer.renderOutputItem({ id: '1', mime, text: () => text }, document.getElementById('output'));
Object.assign(window, { renderer, draw, posted });
draw();
document.body.dataset.drawn = '1';
</script></body></html>`;
}

async function bundles(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const shared = { bundle: true, minify: true, write: false, absWorkingDir: root, outdir: '/', logLevel: 'silent' as const };
  const results = await Promise.all([
    build({
      ...shared,
      entryPoints: {
        survey: 'webview/survey/main.tsx',
        unit: 'webview/unit/main.tsx',
        evaluation: 'webview/evaluation/main.tsx',
        surveyResults: 'webview/surveyResults/main.tsx',
        studyResults: 'webview/studyResults/main.tsx',
        study: 'webview/study/main.tsx',
        dataCheck: 'webview/dataCheck/main.tsx',
        run: 'webview/run/main.tsx',
      },
      format: 'iife',
    }),
    build({
      ...shared,
      entryPoints: {
        surveyHost: 'test/e2e/pages/standInHost.ts',
        unitHost: 'test/e2e/pages/standInUnitHost.ts',
        evaluationHost: 'test/e2e/pages/evaluationHost.ts',
        surveyResultsHost: 'test/e2e/pages/surveyResultsHost.ts',
        studyResultsHost: 'test/e2e/pages/studyResultsHost.ts',
        studyHost: 'test/e2e/pages/studyHost.ts',
        dataCheckHost: 'test/e2e/pages/dataCheckHost.ts',
        runHost: 'test/e2e/pages/runHost.ts',
      },
      format: 'iife',
    }),
    build({
      ...shared,
      entryPoints: Object.fromEntries(RENDERERS.map((name) => [`renderers/${name}`, `notebook-renderers/${name}/renderer.tsx`])),
      chunkNames: 'renderers/[name]-[hash]',
      splitting: true,
      format: 'esm',
    }),
  ]);
  for (const file of results.flatMap((r) => r.outputFiles ?? [])) files.set(file.path, Buffer.from(file.contents));
  return files;
}

function typeOf(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript';
  return path.endsWith('.css') ? 'text/css' : 'image/jpeg';
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
