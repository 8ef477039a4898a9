/**
 * A reader study in VS Code's real user interface: made by quick choices, read by keys, each call on the disk. Screenshots go to artifacts/reader-study.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureRuntime, repository } from '../../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../../scripts/vscodeServer.mjs';
import { clearToasts, launchChromium, palette, toast, webview } from '../../vscode/browser.mjs';

const READER = 'dr-wu';
const shots = path.join(repository, 'artifacts', 'reader-study');

describe('a reader study in a real VS Code', function () {
  this.bail(true);
  this.timeout(240_000);

  let workspace;
  let server;
  let browser;
  let page;
  const shown = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const inside = (...names) => path.join(workspace, ...names);
  const picker = (title) => page.locator('.quick-input-widget:not([style*="display: none"])', { hasText: title });
  const pick = async (title, item) => {
    const row = picker(title).locator('.monaco-list-row', { hasText: item });
    await row.first().waitFor();
    await row.first().click();
  };
  const answers = () => {
    const file = inside('studies', 'study-001', 'answers', `${READER}.jsonl`);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').length : 0;
  };

  before(async () => {
    fs.mkdirSync(shots, { recursive: true });
    workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-study-'));
    const cli = (...args) =>
      execFileSync(process.execPath, [path.join(repository, 'dist/cli.cjs'), '--quiet', ...args], { cwd: workspace });
    cli('sample', workspace, '--cases', '24');
    const file = inside('deepminer.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    Object.assign(settings.training, { epochs: 1, decay: null });
    fs.writeFileSync(file, JSON.stringify(settings));
    cli('train');
    cli('mine');
    cli('annotate', '--reference');
    await ensureRuntime();
    server = await startServer({
      vsix: process.env.VSIX,
      args: ['--disable-workspace-trust'],
      settings: { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.reduceMotion': 'on', 'deepminer.expert': READER },
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

  it('is made by quick choices that say what each number of cases can show', async () => {
    await palette(page, 'DeepMiner: Create Reader Study');
    await picker('1 of 4').locator('.monaco-list-row', { hasText: 'p ≤ 0.05 from 59 right' }).waitFor();
    await page.screenshot({ path: path.join(shots, 'cases.png') });
    await pick('1 of 4', 'As many as there are');
    await pick('2 of 4', 'as in the paper');
    await pick('3 of 4', 'Both');
    await page.screenshot({ path: path.join(shots, 'class.png') });
    await pick('4 of 4', 'The class the network decides for');
    await toast(page, 'Its key says which is which').waitFor({ timeout: 60_000 });
    await page.screenshot({ path: path.join(shots, 'made.png') });
    assert.ok(fs.existsSync(inside('studies', 'study-001', 'plan.json')));
    assert.ok(fs.existsSync(inside('study-keys', 'study-001.json')));
  });

  it('is read by keys, each call on the disk before the next case', async () => {
    await clearToasts(page);
    await palette(page, 'DeepMiner: Open Reader Study');
    await pick('study to read', 'study-001');
    await picker('read study-001').locator('input[type="text"]').waitFor();
    assert.equal(await picker('read study-001').locator('input[type="text"]').inputValue(), READER);
    await page.keyboard.press('Enter');
    await shown().getByRole('button', { name: 'Begin' }).click();
    await shown().locator('.unit-words').waitFor();
    await page.screenshot({ path: path.join(shots, 'case.png') });
    for (const key of ['m', '4', 'Enter']) await page.keyboard.press(key);
    await shown().locator('.study-header [role="status"]', { hasText: /^1 of/ }).waitFor();
    assert.equal(answers(), 1);
    assert.match(fs.readFileSync(inside('studies', 'study-001', 'answers', `${READER}.jsonl`), 'utf8'), /"call":"malignant"/);
  });
});
