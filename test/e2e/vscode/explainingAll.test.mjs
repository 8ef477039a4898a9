/** Explain All Views and Add Python Helper through VS Code's real user interface, on a small project that the command line made. Screenshots go to artifacts/explaining-all. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureRuntime, repository } from '../../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../../scripts/vscodeServer.mjs';
import { answerInput, launchChromium, palette, toast } from '../../vscode/browser.mjs';

const CASES = 6;
const shots = path.join(repository, 'artifacts', 'explaining-all');

describe('all views explained, in a real VS Code', function () {
  this.bail(true);
  this.timeout(180_000);

  let folder;
  let project;
  let server;
  let browser;
  let page;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });

  before(async () => {
    fs.mkdirSync(shots, { recursive: true });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-explaining-all-'));
    project = path.join(folder, 'sample');
    const deepminer = (...args) =>
      execFileSync(process.execPath, [path.join(repository, 'dist/cli.cjs'), '-q', ...args], {
        env: { ...process.env, DEEPMINER_DEVICE: 'cpu' },
      });
    deepminer('sample', project, '--cases', String(CASES));
    const file = path.join(project, 'deepminer.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    Object.assign(settings.training, { epochs: 1, decay: null });
    fs.writeFileSync(file, JSON.stringify(settings, null, 2));
    for (const command of [['train'], ['mine'], ['annotate', '--reference']]) deepminer(...command, '--project', project);
    await ensureRuntime();
    server = await startServer({
      vsix: process.env.VSIX,
      settings: {
        'security.workspace.trust.startupPrompt': 'always',
        'workbench.colorTheme': 'Default Dark Modern',
        'workbench.reduceMotion': 'on',
      },
    });
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
    await page.goto(workbenchUrl(server.port, { folder: project }));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot('failed');
  });

  it('writes a report of the part that is chosen, and offers to open it', async () => {
    const report = path.join(folder, 'report');
    await page.getByRole('dialog').getByText('Yes, I trust the authors').click();
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').waitFor();
    await palette(page, 'DeepMiner: Explain All Views');
    const part = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Test part' });
    await part.click();
    await shot('01-folder');
    await answerInput(page, 'A report that was stopped goes on', report);
    const done = toast(page, 'views of run-001 explained.');
    await done.waitFor({ timeout: 120_000 });
    await shot('02-explained');
    await done.getByRole('button', { name: 'Open Report' }).waitFor();
    const pages = fs.readdirSync(path.join(report, 'views')).filter((name) => name.endsWith('.html'));
    assert.ok(pages.length > 0 && fs.readFileSync(path.join(report, 'index.html'), 'utf8').includes(pages[0]));
  });

  it('adds the Python helper, and asks before it replaces one that was changed', async () => {
    const file = path.join(project, 'deepminer.py');
    await palette(page, 'DeepMiner: Add Python Helper');
    await toast(page, 'import deepminer').waitFor({ timeout: 30_000 });
    const own = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, '# mine\n');
    await palette(page, 'DeepMiner: Add Python Helper');
    const question = page.getByRole('dialog').filter({ hasText: 'Replace it?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(fs.readFileSync(file, 'utf8'), '# mine\n');
    await palette(page, 'DeepMiner: Add Python Helper');
    await question.getByRole('button', { name: 'Replace', exact: true }).click();
    for (let i = 0; i < 100 && fs.readFileSync(file, 'utf8') !== own; i++) await page.waitForTimeout(100);
    assert.equal(fs.readFileSync(file, 'utf8'), own);
  });
});
