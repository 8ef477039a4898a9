/**
 * VS Code for the Web, with no machine behind it: the real workbench, whose extensions run in a worker of the browser, on file systems behind HTTP
 * that know no search. Results are looked at, a survey is answered where its folder can be written to, and what computes says where it can.
 * Screenshots go to artifacts/web.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureRuntime, repository } from '../../../scripts/vscodeRuntime.mjs';
import { installExtension } from '../../../scripts/vscodeServer.mjs';
import { answerInput, launchChromium, palette, scrollNotebookTo, toast, webview } from '../../vscode/browser.mjs';
import { startWebServer } from '../../vscode/webServer.mjs';
import { makeProject, removeProject, screenshots } from '../../vscode/workbench.mjs';

const shots = screenshots('web');
const OURS = 'extensionId=deepminer.deepminer-vscode';

describe('a browser with no machine behind it, in VS Code for the Web', function () {
  this.bail(true);
  this.timeout(180_000);

  let project;
  let installed;
  let server;
  let browser;
  let page;
  const outside = [];
  const errors = [];
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const row = (text) => page.locator('.pane-body .monaco-list-row', { hasText: text });
  const ours = () => webview(page, OURS);
  const cli = (...args) =>
    execFileSync(process.execPath, [path.join(repository, 'dist/cli.cjs'), '--quiet', ...args], {
      cwd: project,
      env: { ...process.env, DEEPMINER_DEVICE: 'cpu', DEEPMINER_QUEUE: 'off' },
    }).toString();
  const answered = () => JSON.parse(cli('survey', 'results', '--json')).experts.map(({ expert, answered: units }) => [expert, units]);

  /** Opens the folder by a scheme, as a person would who comes back to it. */
  const open = async (scheme) => {
    await page?.context().close();
    page = await (await browser.newContext({ viewport: { width: 1360, height: 900 } })).newPage();
    page.on('request', (request) => {
      // Files of a webview have addresses of their own, which its service worker answers in the browser.
      if (!/^https?:\/\/localhost|^(data|blob):|^https:\/\/[^/]*\.vscode-resource\.vscode-cdn\.net\//.test(request.url()))
        outside.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && /deepminer/i.test(message.text()) && !/package\.nls\.json/.test(message.text()))
        errors.push(message.text());
    });
    await page.goto(server.url(scheme));
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click({ timeout: 60_000 });
    await row('run-001').first().waitFor({ timeout: 60_000 });
  };

  before(async () => {
    await ensureRuntime();
    project = makeProject({ cases: 8, epochs: 1, steps: [['check'], ['train'], ['evaluate'], ['mine'], ['annotate', '--reference']] });
    const [view] = JSON.parse(cli('views', '--part', 'test', '--json'));
    const explained = JSON.parse(cli('explain', view.viewId, '--json'));
    const unit = { 'application/vnd.deepminer.explanation+json': explained.explanation ?? explained, 'text/plain': ['an explanation'] };
    const cell = { cell_type: 'code', id: 'a', execution_count: 1, metadata: {}, source: ['await deepminer.explain()'] };
    fs.writeFileSync(
      path.join(project, 'saved.ipynb'),
      JSON.stringify({
        cells: [{ ...cell, outputs: [{ output_type: 'display_data', metadata: {}, data: unit }] }],
        metadata: { kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    );
    let extension = repository;
    if (process.env.VSIX) {
      installed = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-web-'));
      extension = installExtension(installed, process.env.VSIX);
    }
    server = await startWebServer({ files: project, extension });
    browser = await launchChromium();
    await open('results');
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    if (project) removeProject(project);
    if (installed) fs.rmSync(installed, { recursive: true });
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('lists runs and units of a file system that cannot be searched, and says that they are all there is', async () => {
    await row('Results only').waitFor();
    await row('unit_').first().waitFor({ timeout: 30_000 });
    await shot('01-views');
  });

  it('shows the evaluation of a run and the report of the data', async () => {
    await row('run-001').first().click();
    await ours().locator('svg').first().waitFor({ timeout: 60_000 });
    await shot('02-evaluation');
    await row('Data set check').click();
    await page.locator('.tab.active', { hasText: 'Data Set of' }).waitFor({ timeout: 60_000 });
    await ours().getByText('cases').first().waitFor({ timeout: 60_000 });
    await shot('03-data-check');
  });

  it('shows a unit with its patches', async () => {
    await row('unit_').first().click();
    await ours().locator('.unit-header').waitFor({ timeout: 60_000 });
    await ours().locator('.patches canvas').first().waitFor({ timeout: 30_000 });
    assert.equal(
      await ours()
        .getByRole('button', { name: /Explain this view/ })
        .count(),
      0,
    );
    await shot('04-unit');
  });

  it('shows the survey of a read-only folder with its answers, and takes none', async () => {
    await ours()
      .getByRole('button', { name: /^Annotate/ })
      .click();
    const why = ours().getByText('This folder is read-only here: answers are shown, and none is taken.');
    await why.waitFor({ timeout: 60_000 });
    await ours().locator('.standing-answer', { hasText: 'reference' }).waitFor();
    await ours().locator('.patches canvas').first().waitFor({ timeout: 30_000 });
    await page.keyboard.press('1');
    assert.equal(await ours().locator('form.questions').count(), 0);
    const before = await ours().locator('#unit-name').textContent();
    await ours().getByRole('button', { name: /^Next/ }).click();
    await why.waitFor();
    assert.notEqual(await ours().locator('#unit-name').textContent(), before);
    await shot('05-survey-looked-at');
  });

  it('offers no command that computes, and says of one where it does', async () => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input[type="text"]').first().waitFor();
    await page.keyboard.type('DeepMiner: ');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Evaluation' }).waitFor();
    const offered = await page.locator('.quick-input-list .monaco-list-row', { hasText: 'DeepMiner:' }).allInnerTexts();
    await shot('06-palette');
    await page.keyboard.press('Escape');
    assert.deepEqual(
      offered.filter((title) =>
        /DeepMiner: (Train|Mine|Explain|Create|New|Dissect|Choose Device|Check|Evaluate|Resume|Export|Import)/.test(title),
      ),
      [],
    );
    assert.ok(offered.some((title) => /Annotate Units/.test(title)));
    await row('run-001').first().click();
    await ours().locator('svg').first().waitFor({ timeout: 60_000 });
    // The page's own button goes past the palette.
    await ours()
      .getByRole('button', { name: /hold-out/i })
      .or(ours().getByLabel(/hold-out/i))
      .first()
      .click();
    await ours()
      .getByRole('button', { name: /^Evaluate/ })
      .first()
      .click({ timeout: 30_000 });
    await toast(page, 'This needs a workspace on a machine').waitFor({ timeout: 30_000 });
    await shot('07-needs-a-machine');
  });

  it('shows a saved notebook live, and opens a unit of its explanation', async () => {
    await page.locator('.activitybar a[aria-label^="Explorer"]').click();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'saved.ipynb' }).dblclick();
    await page.getByRole('button', { name: 'Open Notebook' }).click({ timeout: 30_000 });
    const explanation = webview(page, 'purpose=notebookRenderer').locator('.dm-explanation');
    await explanation.waitFor({ timeout: 60_000 });
    const link = explanation.locator('button.dm-link', { hasText: /unit_\d{4}/ }).first();
    await scrollNotebookTo(page, link);
    await link.click();
    await explanation.locator('.dm-drawer canvas').first().waitFor({ timeout: 30_000 });
    await shot('08-notebook');
  });

  it('takes answers in a folder that can be written to, which are read by every program afterwards', async () => {
    assert.deepEqual(answered(), [['reference', answered()[0][1]]]);
    const before = fs.readFileSync(path.join(project, 'annotations/reference.jsonl'), 'utf8');
    await open('project');
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', 'Dr. Wu');
    await ours().locator('form.questions').waitFor({ timeout: 60_000 });
    for (const unit of [1, 2]) {
      await ours().locator('#recognizable input').nth(1).check();
      await shot(`09-answer-${unit}`);
      await ours()
        .getByRole('button', { name: /^Save and next/ })
        .click();
      await ours()
        .locator('.progress-done b', { hasText: String(unit) })
        .waitFor({ timeout: 30_000 });
    }
    assert.deepEqual(
      answered().find(([expert]) => expert === 'Dr. Wu'),
      ['Dr. Wu', 2],
    );
    assert.equal(fs.readFileSync(path.join(project, 'annotations/reference.jsonl'), 'utf8'), before);
    // Nothing is lost with the window.
    await open('project');
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', 'Dr. Wu');
    await ours().locator('.progress-done b', { hasText: '2' }).waitFor({ timeout: 60_000 });
    await shot('10-answered-before');
  });

  it('has asked nothing of the outside world, and had no error of its own', () => {
    assert.deepEqual(outside, []);
    assert.deepEqual(errors, []);
  });
});
