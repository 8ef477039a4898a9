/**
 * A data set checked in VS Code's real user interface: the command, the page with its pictures, a file's entry in the Problems panel, a view by
 * itself with its outlines, and the page after a reload. Screenshots go to artifacts/data-check.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { clearToasts, palette, toast, webview } from '../../vscode/browser.mjs';
import { reloadWindow } from '../../vscode/reloading.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const shots = screenshots('data-check');

describe('a data set checked in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let project;
  let broken;
  let window;
  let page;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const report = () => webview(page, 'extensionId=deepminer.deepminer-vscode');

  before(async () => {
    project = makeProject({ cases: 8, steps: [] });
    const files = fs.readdirSync(path.join(project, 'cases'), { recursive: true }).map(String).sort();
    broken = path.join(
      project,
      'cases',
      files.find((file) => file.endsWith('.LJPEG')),
    );
    fs.truncateSync(broken, Math.floor(fs.statSync(broken).size / 2));
    window = await openWindow({ folder: project, viewport: { width: 1440, height: 960 } });
    ({ page } = window);
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await page.locator('.pane-body').getByRole('button', { name: 'Check Data Set' }).waitFor();
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('shows every view with its picture, and what is wrong in a sentence', async () => {
    await palette(page, 'DeepMiner: Check Data Set');
    await toast(page, '1 error').waitFor();
    await report().getByRole('heading', { level: 1 }).filter({ hasText: '1 error' }).waitFor();
    const pictures = report().locator('.grid img');
    await pictures.first().waitFor();
    await page.waitForTimeout(1000);
    const drawn = await pictures.evaluateAll((all) => all.filter((img) => img.complete && img.naturalWidth > 0).length);
    assert.ok(drawn >= 6, `${drawn} pictures`);
    await shot('page');
  });

  it('names the file in the Problems panel with what to do', async () => {
    await clearToasts(page);
    await palette(page, 'Problems: Focus on Problems View');
    const panel = page.locator('.markers-panel');
    await panel.getByText(path.basename(broken)).first().waitFor();
    const entry = panel.locator('.monaco-list-row', { hasText: 'ddsm.ljpeg.truncated' });
    await entry.waitFor();
    assert.match((await entry.textContent()).replace(/\s/g, ' '), /Found the end of the file .*expected a whole lossless JPEG/);
    await shot('problems-panel');
    await palette(page, 'View: Toggle Panel Visibility');
  });

  it('opens a view by itself, steps to the next by key, and is there again after a reload', async () => {
    await report()
      .getByRole('button', { name: /malignant/i })
      .first()
      .click();
    await report().locator('.tile, [role="option"], [role="gridcell"]').first().dblclick();
    const dialog = report().getByRole('dialog');
    await dialog.waitFor();
    await dialog.locator('.frame img').waitFor();
    await dialog.getByText('Reading the picture at its full size').waitFor({ state: 'detached', timeout: 20_000 });
    const first = await dialog.getByRole('heading', { level: 2 }).textContent();
    await shot('view');
    await page.keyboard.press('ArrowRight');
    await dialog.getByRole('heading', { level: 2 }).filter({ hasNotText: first }).waitFor();
    await page.keyboard.press('Escape');
    await reloadWindow(page, ['deepminer.dataCheck']);
    await report().getByRole('heading', { level: 1 }).filter({ hasText: '1 error' }).waitFor();
    await shot('reloaded');
  });
});
