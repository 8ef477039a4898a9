/**
 * The first minutes with DeepMiner, in VS Code's real user interface: a walkthrough whose steps tick themselves, the sample in one click, a
 * deepminer.json that explains itself, a task from tasks.json, and long work that waits for its turn. Screenshots go to artifacts/first-minutes.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../../scripts/vscodeRuntime.mjs';
import { clearToasts, palette, toast } from '../../vscode/browser.mjs';
import { oddFolder } from '../../vscode/oddFolder.mjs';
import { openWindow, removeProject, screenshots, setEpochs } from '../../vscode/workbench.mjs';

const shots = screenshots('first-minutes');

describe('the first minutes in a real VS Code', function () {
  this.bail(true);
  this.timeout(240_000);

  let workspace;
  let window;
  let page;
  const project = () => path.join(workspace, 'sample');
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const status = () => page.locator('[id="deepminer.deepminer-vscode.deepminer.work"], .statusbar-item[id$="deepminer.work"]').first();
  const stop = () => page.locator('.statusbar-item[id$="deepminer.stop"]').first();
  const step = (title) => page.locator('.getting-started-step', { hasText: title });
  const ticked = (title) => step(title).locator('.codicon.complete').waitFor({ timeout: 30_000 });
  /** As somebody works in a terminal. */
  const cli = (...args) =>
    execFileSync(process.execPath, [path.join(repository, 'dist/cli.cjs'), '--quiet', ...args, '--project', project()], {
      env: { ...process.env, DEEPMINER_DEVICE: 'cpu', DEEPMINER_QUEUE: 'off' },
    });
  /** The list of tasks: several commands have its words in their titles. */
  const openTasks = async () => {
    const row = page.locator('.quick-input-list .monaco-list-row[aria-label^="Tasks: Run Task"]');
    for (let tries = 0; tries < 5; tries++) {
      // What closed a moment before may take the focus with it, and the next F1 then closes the list that it left open.
      await page.keyboard.press('F1');
      try {
        await page.locator('.quick-input-widget input[type="text"]').first().waitFor({ timeout: 5000 });
        await page.keyboard.type('Tasks: Run Task');
        await row.click({ timeout: 5000 });
        return;
      } catch {
        await shot('tasks-again');
      }
    }
    assert.fail('the list of tasks did not open');
  };
  const runTask = async (name) => {
    await openTasks();
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
    await row.waitFor({ timeout: 30_000 });
    await row.click();
  };

  before(async () => {
    workspace = oddFolder('deepminer-first-minutes-');
    fs.mkdirSync(path.join(workspace, '.vscode'));
    const task = { type: 'deepminer', command: 'train', project: 'sample', args: ['--device', 'cpu'], label: 'train the sample' };
    const broken = { type: 'deepminer', command: 'mine', project: 'sample', run: 'run-777', label: 'mine a run that is not there' };
    fs.writeFileSync(path.join(workspace, '.vscode', 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task, broken] }, null, 2));
    window = await openWindow({ folder: workspace, viewport: { width: 1440, height: 900 } });
    ({ page } = window);
  });

  after(async () => {
    await window?.close();
    if (workspace) removeProject(workspace);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('an empty view leads to the walkthrough, which begins with nothing ticked', async () => {
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await page.locator('.welcome-view-content', { hasText: 'No project in this workspace' }).getByText('Get Started').click();
    await step('Get data').waitFor({ timeout: 30_000 });
    assert.equal(await page.locator('.getting-started-step .codicon.complete').count(), 0);
    await page.waitForTimeout(1500);
    await shot('01-walkthrough-dark');
  });

  it('writes the sample project in one click, and ticks the step', async () => {
    await step('Get data').getByRole('button', { name: 'Create Sample Project' }).click();
    await toast(page, 'Sample project: 40 cases').waitFor({ timeout: 150_000 });
    assert.ok(fs.existsSync(path.join(project(), 'deepminer.json')));
    await ticked('Get data');
    const runs = page.locator('.welcome-view-content', { hasText: 'Nothing has been trained yet' });
    await runs.getByRole('button', { name: 'Train' }).waitFor();
    await page.locator('.welcome-view-content', { hasText: 'Units are those of a trained network' }).waitFor();
    await clearToasts(page);
    await shot('02-sample-dark');
  });

  it('runs a task of tasks.json in the terminal, with its exit code, and ticks the training', async () => {
    setEpochs(project(), 1);
    await runTask('train the sample');
    await page.locator('.terminal-outer-container, .terminal-wrapper').first().waitFor();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).locator('.codicon-pass').waitFor({ timeout: 120_000 });
    assert.ok(fs.existsSync(path.join(project(), 'runs/run-001/checkpoints')));
    await ticked('Train a network');
    await shot('03-task-dark');
    await clearToasts(page);
  });

  it('offers tasks that fit what there is, and shows the problems of one that fails', async () => {
    await openTasks();
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ has: page.getByText('deepminer', { exact: true }) }).click({ timeout: 30_000 });
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Mine units (sample)' }).waitFor({ timeout: 30_000 });
    assert.equal(await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Explain all views (sample)' }).count(), 0);
    await shot('04-tasks-dark');
    await page.keyboard.press('Escape');
    await runTask('mine a run that is not there');
    await page.locator('.terminal-tabs-entry, .single-terminal-tab, .tabs-list').first().waitFor();
    await palette(page, 'Problems: Focus on Problems View');
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: /run-777|found/ }).first();
    await row.waitFor({ timeout: 60_000 });
    await shot('05-task-problem-dark');
    await palette(page, 'View: Toggle Panel Visibility');
    await clearToasts(page);
  });

  it('ticks steps whose work was done in a terminal', async () => {
    cli('mine');
    await ticked('Mine its units');
    cli('annotate', '--reference');
    await ticked('Name the units');
    const [view] = JSON.parse(cli('--json', 'views', '--part', 'test').toString());
    cli('explain', view.viewId);
    await ticked('Explain a prediction');
    await step('Explain a prediction').click();
    await page.waitForTimeout(800);
    await shot('06-ticked-dark');
    await palette(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.waitForTimeout(1000);
    await shot('07-ticked-light');
    await palette(page, 'View: Close All Editors');
  });

  it('lets mining wait while a training works, says so, and cancels it with one click; the training goes on', async () => {
    setEpochs(project(), 100_000);
    await palette(page, 'DeepMiner: Train');
    await status()
      .filter({ hasText: /Training run-002 \d+ %/ })
      .waitFor({ timeout: 60_000 });
    assert.match(await stop().locator('a').getAttribute('aria-label'), /Cancel Training run-002/);
    await palette(page, 'DeepMiner: Mine Units');
    await status().filter({ hasText: '+1 waiting' }).waitFor({ timeout: 60_000 });
    await shot('08-waiting-light');
    await status().click();
    const waiting = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Mining units waits for Training run-002 in sample' });
    await waiting.waitFor();
    await page.waitForTimeout(500);
    await shot('09-work-light');
    await waiting.hover();
    await waiting.locator('.action-label[aria-label="Cancel"]').click();
    await toast(page, 'Mining units: cancelled').waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await status()
      .filter({ hasText: /Training run-002 \d+ %/ })
      .waitFor();
    assert.ok(!/waiting/.test(await status().textContent()));
    await clearToasts(page);
    await stop().click();
    await toast(page, 'run-002: cancelled').waitFor({ timeout: 60_000 });
    await status().waitFor({ state: 'hidden' });
    await clearToasts(page);
  });

  it('lets a second training wait for the first, also from a terminal, and begins it in its turn', async () => {
    setEpochs(project(), 30);
    await palette(page, 'DeepMiner: Train');
    const row = (run) => page.locator('.pane-body .monaco-list-row', { hasText: run }).first();
    await row('run-003').filter({ hasText: /\d+ %/ }).waitFor({ timeout: 60_000 });
    setEpochs(project(), 1);
    await palette(page, 'DeepMiner: Train');
    await row('run-004').filter({ hasText: 'waits for Training run-003 in sample' }).waitFor({ timeout: 60_000 });
    await shot('10-runs-waiting-light');
    await row('run-003').locator('.codicon-pass').waitFor({ timeout: 120_000 });
    await row('run-004').locator('.codicon-pass').waitFor({ timeout: 60_000 });
  });

  it('explains the fields of deepminer.json, and finds what its schema cannot', async () => {
    await clearToasts(page);
    const file = path.join(project(), 'deepminer.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    settings.dataset.root = 'nowhere';
    fs.writeFileSync(file, JSON.stringify(settings, null, 2));
    await palette(page, 'Go to File...');
    await page.keyboard.type('sample/deepminer.json');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'deepminer.json' }).waitFor();
    await page.keyboard.press('Enter');
    const editor = page.locator('.editor-instance .monaco-editor').first();
    await editor.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
    await editor.locator('.view-line span', { hasText: '"epochs"' }).last().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Unit: epochs' });
    await hover.waitFor();
    assert.match(await hover.textContent(), /Range: from 1 · Default: 5.*Paper: section 2\.1/s);
    await shot('11-hover-light');
    await palette(page, 'Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'dataset.root "nowhere", which is no folder' });
    await problem.waitFor();
    await shot('12-problem-light');
  });
});
