/**
 * Two surveys, one of an expert and one of decisions, in a window that is reloaded soon after they were opened, in VS Code's real user
 * interface: each tab comes back as the survey that it was. A tab that VS Code has not written down yet it does not bring back at all. Screenshots go to artifacts/reloaded-surveys.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureRuntime, repository } from '../../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../../scripts/vscodeServer.mjs';
import { answerInput, launchChromium, palette } from '../../vscode/browser.mjs';

const shots = path.join(repository, 'artifacts', 'reloaded-surveys');

describe('surveys in a window that is reloaded soon, in a real VS Code', function () {
  this.bail(true);
  this.timeout(180_000);

  let workspace;
  let server;
  let browser;
  let page;
  const tab = (word) => page.locator('.tabs-container .tab', { hasText: word });
  /** The survey in sight: hidden panels keep frames of their own. */
  const shownMode = async () => {
    for (const frame of await page.locator('iframe.webview.ready').all())
      if (await frame.isVisible()) {
        const inside = frame.contentFrame().locator('iframe#active-frame').contentFrame();
        await inside.locator('.patches button.patch').first().waitFor({ timeout: 60_000 });
        return (await inside.getByText('Deciding as').count()) > 0 ? 'decide' : 'annotate';
      }
    return undefined;
  };
  const shows = async (mode) => {
    await page.waitForFunction(
      () => [...document.querySelectorAll('iframe.webview.ready')].some((f) => f.checkVisibility({ visibilityProperty: true })),
      undefined,
      { timeout: 60_000 },
    );
    assert.equal(await shownMode(), mode);
  };

  before(async () => {
    fs.mkdirSync(shots, { recursive: true });
    workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-reloaded-'));
    const cli = (...args) =>
      execFileSync(process.execPath, [path.join(repository, 'dist/cli.cjs'), '--quiet', ...args], { cwd: workspace });
    cli('sample', workspace, '--cases', '6');
    const file = path.join(workspace, 'deepminer.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    Object.assign(settings.training, { epochs: 1, decay: null });
    fs.writeFileSync(file, JSON.stringify(settings));
    cli('train');
    cli('mine');
    await ensureRuntime();
    server = await startServer({
      vsix: process.env.VSIX,
      args: ['--disable-workspace-trust'],
      settings: { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.reduceMotion': 'on' },
    });
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
    await page.goto(workbenchUrl(server.port, { folder: workspace }));
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click({ timeout: 60_000 });
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).waitFor({ timeout: 60_000 });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    if (workspace) fs.rmSync(workspace, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await page.screenshot({ path: path.join(shots, 'failed.png') });
  });

  it('each come back as what they were', async () => {
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', 'dr-wu');
    await tab('Annotate').waitFor({ timeout: 60_000 });
    // Keys pressed while a page loads are lost.
    await shows('annotate');
    await palette(page, 'DeepMiner: Decide Labels');
    await tab('Decide').waitFor({ timeout: 60_000 });
    await page.screenshot({ path: path.join(shots, '01-before.png') });
    // VS Code writes down which tabs are open a moment after they were opened; one that is younger at the reload is lost with its window.
    await page.waitForTimeout(2000);
    await page.reload();
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').waitFor({ timeout: 60_000 });
    await tab('Decide').waitFor({ timeout: 60_000 });
    await page.screenshot({ path: path.join(shots, '02-after.png') });
    await shows('decide');
    await tab('Annotate').click();
    await shows('annotate');
    await page.screenshot({ path: path.join(shots, '03-annotate.png') });
    assert.equal(await page.locator('.tabs-container .tab').count(), 2);
  });
});
