/**
 * A workspace of several folders in VS Code's real user interface, two projects and a folder that is none: views list by project, commands ask which
 * one is meant, runs of both are compared, and each has its tasks. Screenshots go to artifacts/several-folders.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { palette, webview } from '../../vscode/browser.mjs';
import { chooseInMenu } from '../../vscode/insisting.mjs';
import { reloadWindow } from '../../vscode/reloading.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const shots = screenshots('several-folders');
/** Beside the first one, whose name is as odd. */
const SECOND = 'zweites [2] #';

describe('several folders in a real VS Code', function () {
  this.bail(true);
  this.timeout(240_000);

  let first;
  let second;
  let window;
  let page;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const pane = (name) => page.locator('.pane', { has: page.locator('.pane-header', { hasText: name }) });
  const row = (view, text) => pane(view).locator('.monaco-list-row', { hasText: text });
  const picker = () => page.locator('.quick-input-widget:not([style*="display: none"])');
  const run = () => webview(page, 'extensionId=deepminer.deepminer-vscode');

  before(async () => {
    first = makeProject({ cases: 6, steps: [['train']] });
    const beside = (name) => path.join(path.dirname(first), name);
    second = beside(SECOND);
    fs.cpSync(first, second, { recursive: true });
    fs.mkdirSync(beside('notes'));
    const workspace = beside('study.code-workspace');
    fs.writeFileSync(workspace, JSON.stringify({ folders: [path.basename(first), SECOND, 'notes'].map((name) => ({ path: name })) }));
    window = await openWindow({ workspace, viewport: { width: 1440, height: 960 } });
    ({ page } = window);
  });

  after(async () => {
    await window?.close();
    if (first) removeProject(first);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot('failed');
  });

  it('are listed by project, each with its own run', async () => {
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click({ timeout: 60_000 });
    await row('Runs', SECOND).waitFor({ timeout: 60_000 });
    await row('Runs', 'run-001').nth(1).waitFor({ timeout: 60_000 });
    assert.equal(await row('Runs', 'run-001').count(), 2);
    assert.equal(await row('Runs', 'notes').count(), 0);
    await row('Units', SECOND).waitFor();
    await row('Units', 'Not mined yet').nth(1).waitFor();
    await shot('01-views');
  });

  it('are asked about by a command, the project of the file that is open first', async () => {
    await palette(page, 'DeepMiner: Check Data Set');
    await picker().getByText('DeepMiner: project').waitFor();
    assert.equal(await picker().locator('.monaco-list-row').count(), 2);
    await shot('02-asked');
    await page.keyboard.press('Escape');
    await chooseInMenu(page, row('Runs', 'run-001').nth(1), 'Open Run Configuration');
    await page.locator('.tab', { hasText: 'config.json' }).waitFor();
    await page.locator('.monaco-editor .view-lines').first().click();
    await palette(page, 'DeepMiner: Check Data Set');
    await picker().getByText('DeepMiner: project').waitFor();
    const rows = await picker().locator('.monaco-list-row').allTextContents();
    const projects = await row('Runs', /Röntgen|zweites/).allTextContents();
    assert.ok(projects[1].startsWith(rows[0].slice(0, 8)), `${rows[0]} first, the file is of ${projects[1]}`);
    await page.keyboard.press('Escape');
  });

  it('have their runs compared across projects, each named with its project, there again after a reload', async () => {
    await row('Runs', 'run-001').first().click();
    await row('Runs', 'run-001')
      .nth(1)
      .click({ modifiers: ['ControlOrMeta'] });
    await chooseInMenu(page, row('Runs', 'run-001').nth(1), 'Compare Runs');
    const compared = async () => {
      await run().getByRole('heading', { level: 1, name: '2 runs compared' }).waitFor({ timeout: 60_000 });
      await run()
        .getByRole('heading', { level: 2, name: `run-001 of ${SECOND}` })
        .waitFor();
      await run()
        .getByRole('heading', { level: 2, name: `run-001 of ${path.basename(first)}` })
        .waitFor();
    };
    await compared();
    await shot('03-compared');
    await reloadWindow(page, ['deepminer.run', '"runs":[{']);
    await compared();
  });

  it('offer the runs of all projects to be compared', async () => {
    await palette(page, 'DeepMiner: Compare Runs');
    await picker().getByText('DeepMiner: runs to compare').waitFor();
    await picker().locator('.monaco-list-row', { hasText: 'run-001' }).nth(1).waitFor();
    assert.equal(await picker().locator('.monaco-list-row', { hasText: 'run-001' }).count(), 2);
    await shot('04-choices');
    await page.keyboard.press('Escape');
  });

  it('have tasks each, which say whose they are', async () => {
    await palette(page, 'Tasks: Run Task');
    await picker()
      .locator('.monaco-list-row', { has: page.getByText('deepminer', { exact: true }) })
      .click({ timeout: 30_000 });
    const train = picker().locator('.monaco-list-row', { hasText: 'Train' });
    await train.nth(1).waitFor({ timeout: 30_000 });
    const rows = await train.allTextContents();
    assert.equal(rows.length, 2, rows.join('; '));
    assert.ok(rows.some((text) => text.includes(SECOND)) && rows.some((text) => text.includes('Röntgen')), rows.join('; '));
    await shot('05-tasks');
    await page.keyboard.press('Escape');
  });
});
