/**
 * What a survey came to, in VS Code's real user interface: the results open, follow an answer, outlive a reload; answers go out as CSV and JSON
 * and come in again. Screenshots go to artifacts/survey-results.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../../scripts/vscodeRuntime.mjs';
import { chooseFile, clearToasts, palette, toast, webview } from '../../vscode/browser.mjs';
import { reloadWindow } from '../../vscode/reloading.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const EXPERT = 'dr-wu';
const shots = screenshots('survey-results');

describe('survey results in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let workspace;
  let window;
  let page;
  const shown = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const named = () => shown().locator('h1').textContent();
  const inside = (name) => path.join(workspace, name);
  const exportTo = async (name) => {
    await palette(page, 'DeepMiner: Export Survey Answers');
    await chooseFile(page, 'Export the answers of the survey', inside(name));
    await toast(page, `are in ${name}`).waitFor();
    await clearToasts(page);
    return fs.readFileSync(inside(name), 'utf8');
  };

  before(async () => {
    workspace = makeProject({ cases: 6, steps: [['train'], ['mine']] });
    window = await openWindow({ folder: workspace });
    ({ page } = window);
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).waitFor();
  });

  after(async () => {
    await window?.close();
    if (workspace) removeProject(workspace);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await page.screenshot({ path: path.join(shots, 'failed.png') });
  });

  it('open from the palette, and take in answers from a table that somebody wrote by hand', async () => {
    await palette(page, 'DeepMiner: Show Survey Results');
    await shown()
      .locator('h1', { hasText: /^0 of \d+ named/ })
      .waitFor();
    const [unit] = JSON.parse(
      fs.readFileSync(path.join(inside('runs/run-001/mining'), fs.readdirSync(inside('runs/run-001/mining'))[0], 'manifest.json'), 'utf8'),
    ).units;
    fs.writeFileSync(inside('by-hand.csv'), `unit,expert,description\n${unit},dr-zhou,edge of mass\n`);
    await palette(page, 'DeepMiner: Import Survey Answers');
    await chooseFile(page, 'Answers (CSV, JSON)', inside('by-hand.csv'));
    await toast(page, '1 answers of dr-zhou').waitFor();
    await shown()
      .locator('h1', { hasText: /^1 of \d+ named/ })
      .waitFor();
    await clearToasts(page);
    await page.screenshot({ path: path.join(shots, '01-imported.png') });
  });

  it('follow an answer that is given elsewhere while they are open', async () => {
    const log = path.join(workspace, 'runs', 'run-001', 'mining');
    const { units } = JSON.parse(fs.readFileSync(path.join(log, fs.readdirSync(log)[0], 'manifest.json'), 'utf8'));
    fs.writeFileSync(inside('later.csv'), `unit,expert,description\n${units[1]},${EXPERT},dense tissue\n`);
    const cli = [path.join(repository, 'dist/cli.cjs'), '--quiet', 'survey', 'import', inside('later.csv')];
    execFileSync(process.execPath, cli, { cwd: workspace });
    await shown()
      .locator('h1', { hasText: /^2 of \d+ named/ })
      .waitFor();
  });

  it('are there again when the window is reloaded', async () => {
    const before = await named();
    await reloadWindow(page, ['deepminer.surveyResults', 'run-001']);
    await shown()
      .locator('h1', { hasText: / named/ })
      .waitFor();
    assert.equal(await named(), before);
  });

  it('go out as CSV and as JSON', async () => {
    const csv = await exportTo('answers.csv');
    assert.match(csv, /edge of mass/);
    assert.match(csv, /dense tissue/);
    const { format, answers } = JSON.parse(await exportTo('answers.json'));
    assert.equal(format, 'deepminer.answers');
    assert.deepEqual(answers.map((a) => a.expert).sort(), ['dr-wu', 'dr-zhou']);
    await palette(page, 'View: Close All Editors');
  });
});
